/** The median of the numbers that are present. NaN when there is none. */
import { quantile } from './quantile.ts';
import { weightedQuantile } from './weighted-quantile.ts';

/**
 * @param values in any order; NaN is missing and left out
 * @returns the middle value, or the mean of the two middle ones
 */
export function median(values: ArrayLike<number>): number {
  const present = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i])) present[count++] = values[i] as number;
  }
  return count === 0 ? Number.NaN : quantile(present.subarray(0, count).sort(), 0.5);
}

/**
 * The value at which half of the weight is reached; where half is reached exactly between two values, their mean:
 * with equal weights the median, as in scikit-learn's median_absolute_error.
 *
 * @param values in any order; NaN is missing and left out
 * @param weights one for each value, above 0
 */
export function weightedMedian(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  const rows = Array.from(values, (_, i) => i).filter((i) => !Number.isNaN(values[i]));
  if (rows.length === 0) return Number.NaN;
  const present = rows.map((i) => values[i] as number);
  const counts = rows.map((i) => weights[i] as number);
  const below = weightedQuantile(present, 0.5, counts);
  const above = -weightedQuantile(
    present.map((value) => -value),
    0.5,
    counts,
  );
  return (below + above) / 2;
}
