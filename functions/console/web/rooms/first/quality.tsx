/** How right a version was on the held-out rows, and how right it is: by the same metrics. */
import type { DatasetOverview } from '../../../../../shared/api/overview.ts';
import { t } from '../../texts/texts.ts';
import { number, percent } from '../../ui/format.ts';

const MOST = 4;
/** Metrics that are shares, under the names that versions have them by. */
const SHARES: ReadonlySet<string> = new Set(['mdape', 'coverage', 'accuracy']);

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
            <th scope="row">{titleOf(name)}</th>
            <td class="n">{told(name, served?.metrics[name])}</td>
            <td class="n">{told(name, live.metrics[name])}</td>
          </tr>
        ))}
      </tbody>
      <caption>{live.answers > 0 ? texts.liveOf(number(live.answers)) : texts.noTruth}</caption>
    </table>
  );
}

function titleOf(name: string): string {
  const titles: Readonly<Record<string, string>> = t().metrics;
  return titles[name] ?? name;
}

function told(name: string, value: number | undefined): string {
  if (value === undefined) return '–';
  return SHARES.has(name) ? percent(value) : number(value);
}
