/** What versions are compared by: every metric plain, and weighted where the data set weighs its rows. */
import type { Dataset } from '../../datasets/declaration.ts';
import { type Answers, measure } from '../../ml/metrics/answers.ts';
import type { Metrics } from '../../ml/metrics/metrics.ts';
import { WEIGHTED } from '../../ml/metrics/names.ts';

/** All metrics; where rows have weights, each plain and weighted. */
export function metricsOf(answers: Answers, weight: Float64Array | undefined): Metrics {
  const plain = measure(answers);
  if (!weight) return plain;
  const weighted = Object.entries(measure({ ...answers, weight }));
  return { ...plain, ...Object.fromEntries(weighted.map(([name, value]) => [name + WEIGHTED, value])) };
}

/**
 * The metric by which champion and challenger are compared: that of the search, which is weighted where the data set
 * weighs its rows.
 */
export const decidingMetric = ({
  objective,
  weights = [],
}: Pick<Dataset, 'objective' | 'weights'>): string =>
  weights.length > 0 ? objective.metric + WEIGHTED : objective.metric;
