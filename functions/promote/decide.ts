/** Champion or challenger: the decision, as a sentence with the numbers. */
import type { Dataset, Threshold } from '../../shared/datasets/declaration.ts';
import { decidingMetric } from '../../shared/tracking/held-out/metrics.ts';

type Metrics = Readonly<Record<string, number>>;

export interface Contest {
  readonly challenger: Metrics;
  /** Of the version in production, on the same held-out rows; none before the first. */
  readonly champion?: { readonly version: number; readonly metrics: Metrics } | undefined;
  /** Held-out rows that both were scored on. */
  readonly rows: number;
}

export interface Verdict {
  readonly approved: boolean;
  readonly reason: string;
}

/** A challenger must reach every threshold, and may not lose to the champion in the data set's objective. */
export function decide(
  dataset: Pick<Dataset, 'accept' | 'objective' | 'weights'>,
  contest: Contest,
): Verdict {
  const { accept, objective } = dataset;
  const { challenger, champion, rows } = contest;
  const missed = accept.filter((threshold) => !reaches(threshold, challenger[threshold.metric]));
  const on = `on ${rows.toLocaleString('en-US')} held-out rows`;
  if (missed.length > 0) {
    const which = missed.map((threshold) => worded(threshold, challenger[threshold.metric])).join(' and ');
    return { approved: false, reason: `not good enough ${on}: ${which}` };
  }
  const reached = accept.map((threshold) => worded(threshold, challenger[threshold.metric])).join(' and ');
  if (!champion) return { approved: true, reason: `the first model, and good enough ${on}: ${reached}` };
  const metric = decidingMetric(dataset);
  const [mine, theirs] = [challenger[metric] ?? Number.NaN, champion.metrics[metric] ?? Number.NaN];
  const loses = objective.better === 'higher' ? !(mine >= theirs) : !(mine <= theirs);
  const compared = `${metric} ${rounded(mine)} against ${rounded(theirs)} of version ${champion.version} ${on}`;
  if (loses && !Number.isNaN(theirs))
    return { approved: false, reason: `loses to the champion: ${compared}` };
  return {
    approved: true,
    reason: `no worse than the champion: ${[compared, ...(reached ? [reached] : [])].join('; ')}`,
  };
}

function reaches({ least, most }: Threshold, value: number | undefined): boolean {
  if (value === undefined || Number.isNaN(value)) return false;
  return (least === undefined || value >= least) && (most === undefined || value <= most);
}

function worded({ metric, least, most }: Threshold, value: number | undefined): string {
  const bounds = [
    least === undefined ? [] : [`at least ${rounded(least)}`],
    most === undefined ? [] : [`at most ${rounded(most)}`],
  ];
  return `${metric} ${rounded(value ?? Number.NaN)} (${bounds.flat().join(', ')})`;
}

/** Four significant digits, large numbers whole. */
function rounded(value: number): string {
  if (Number.isNaN(value)) return 'unknown';
  return Math.abs(value) >= 10_000
    ? Math.round(value).toLocaleString('en-US')
    : String(Number(value.toPrecision(4)));
}
