/** The median of the numbers that are present. NaN when there is none. */
import { quantile } from './quantile.ts';

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
