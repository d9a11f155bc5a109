/** How a metric went from version to version. */
import type { Version } from '../../../../../shared/api/models.ts';
import { OverTime } from '../../charts/over-time.tsx';
import { t } from '../../texts/texts.ts';
import { metricTitle, metricTold } from '../../ui/metric.ts';
import { chosenMetric, MetricChoice } from '../../ui/metric-choice.tsx';

export function MetricsOver({ versions }: { readonly versions: readonly Version[] }) {
  const names = [...new Set([...versions].reverse().flatMap(({ metrics }) => Object.keys(metrics)))];
  const metric = chosenMetric(names);
  const [first, last] = [versions[0], versions.at(-1)];
  // A line has two points at least.
  if (metric === undefined || !first || !last || first === last) return null;
  const texts = t().versions;
  return (
    <section class="panel">
      <h2>{texts.over}</h2>
      <MetricChoice names={names} metric={metric} />
      <OverTime
        label={texts.overLabel(metricTitle(metric), first.version, last.version)}
        at={versions.map(({ version }) => version)}
        series={[
          { name: metricTitle(metric), values: versions.map(({ metrics }) => metrics[metric] ?? null) },
        ]}
        told={(value) => metricTold(metric, value)}
        isSteps
        atName={texts.number}
      />
    </section>
  );
}
