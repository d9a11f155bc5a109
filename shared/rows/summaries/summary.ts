/** Moments and quantiles of a column. */
import { moments } from '../../stats/moments.ts';
import { quantile } from '../../stats/quantile.ts';
import type { Summary } from './column-summary.ts';

/** The values that are present, ascending. */
export const presentSorted = (values: Float64Array): Float64Array =>
  values.filter((value) => !Number.isNaN(value)).sort();

/** @param sorted ascending, without NaN @returns null when there is no value */
export function summaryOf(sorted: Float64Array): Summary | null {
  if (sorted.length === 0) return null;
  const { mean, std, min, max } = moments(sorted);
  const at = (p: number): number => quantile(sorted, p);
  return {
    mean,
    std,
    min,
    p5: at(0.05),
    p25: at(0.25),
    median: at(0.5),
    p75: at(0.75),
    p95: at(0.95),
    max,
  };
}
