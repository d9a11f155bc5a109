/** How right a version was on the held-out rows, and how right it is: by the same metrics. */
import type { DatasetOverview } from '../../../../../shared/api/overview.ts';
import { t } from '../../texts/texts.ts';
import { number } from '../../ui/format.ts';
import { metricTitle, metricTold } from '../../ui/metric.ts';

const MOST = 4;

export function Quality({ objective, served, live }: DatasetOverview) {
  const names = [...new Set([objective.metric, ...Object.keys(live.metrics)])]
    .filter((name) => name !== 'coverage')
    .slice(0, MOST);
  const texts = t().first;
  return (
    <table class="quality">
      <thead>
        <tr>
          <td />
          <th scope="col" class="n">
            {texts.atPromotion}
          </th>
          <th scope="col" class="n">
            {texts.live}
          </th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{metricTitle(name)}</th>
            <td class="n">{metricTold(name, served?.metrics[name])}</td>
            <td class="n">{metricTold(name, live.metrics[name])}</td>
          </tr>
        ))}
      </tbody>
      <caption>{live.answers > 0 ? texts.liveOf(number(live.answers)) : texts.noTruth}</caption>
    </table>
  );
}
