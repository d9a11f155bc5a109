/** The median of the numbers that are present. NaN when there is none. */
import { quantile } from './quantile.ts';

/**
 * @param values in any order; NaN is missing and left out
 * @returns the middle value, or the mean of the two middle ones
 */
export function median(values: ArrayLike<number>): number {
  const present = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  return present.length === 0 ? Number.NaN : quantile(present, 0.5);
}
