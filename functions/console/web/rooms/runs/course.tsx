/** The course of a metric over steps, of one run or several. */
import { useEffect, useState } from 'preact/hooks';
import type { MetricHistory, RunReport } from '../../../../../shared/api/runs.ts';
import { OverTime } from '../../charts/over-time.tsx';
import { ask } from '../../data/ask.ts';
import type { Refused } from '../../data/refused.ts';
import { pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { metricTitle, metricTold } from '../../ui/metric.ts';
import { chosenMetric, MetricChoice } from '../../ui/metric-choice.tsx';
import { Shown } from '../../ui/states.tsx';
import { alignedOf } from './aligned.ts';

/** So many lines can be told apart. */
const MOST = 8;

export function Course({ runs }: { readonly runs: readonly RunReport[] }) {
  const names = [...new Set(runs.flatMap(({ metrics }) => Object.keys(metrics)))].sort();
  const metric = chosenMetric(names);
  if (metric === undefined) return null;
  const texts = t().runs;
  return (
    <section class="panel">
      <h2>{texts.course}</h2>
      <MetricChoice names={names} metric={metric} />
      <Lines
        metric={metric}
        runs={runs.filter(({ metrics }) => Object.hasOwn(metrics, metric)).slice(0, MOST)}
      />
    </section>
  );
}

interface LinesProps {
  readonly metric: string;
  readonly runs: readonly RunReport[];
}

function Lines({ metric, runs }: LinesProps) {
  const { histories, error } = useHistories(metric, runs.map(({ id }) => id).join(','));
  return (
    <Shown live={{ value: histories, error, at: undefined }} lines={8}>
      {(found) => {
        const { at, series } = alignedOf(found);
        if (at.length < 2) return <p class="pale">{t().runs.courseNone}</p>;
        return (
          <OverTime
            label={t().runs.courseLabel(metricTitle(metric))}
            at={at}
            series={series.map((values, index) => ({ name: runs[index]?.name || `${index + 1}`, values }))}
            told={(value) => metricTold(metric, value)}
            isSteps
            atName={t().runs.step}
          />
        );
      }}
    </Shown>
  );
}

interface Histories {
  readonly of: string;
  readonly histories?: readonly MetricHistory[];
  readonly error?: Refused;
}

/** Asked for once: what was logged stays, and the table tells the last values. */
function useHistories(metric: string, ids: string) {
  const of = `${metric} ${ids}`;
  const [found, setFound] = useState<Histories>({ of });
  useEffect(() => {
    const stop = new AbortController();
    const asking = ids
      .split(',')
      .map((id) => ask<MetricHistory>(pathOf('api', 'runs', id, 'metrics', metric), stop.signal));
    Promise.all(asking).then(
      (histories) => setFound({ of, histories }),
      (error: Refused) => stop.signal.aborted || setFound({ of, error }),
    );
    return () => stop.abort();
  }, [of]);
  const own = found.of === of ? found : { of };
  return { histories: own.histories, error: own.error };
}
