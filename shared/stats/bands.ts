/** Bands of equal mass: tenths of prices, fifteenths of confidences. */
import { quantile } from './quantile.ts';

/**
 * The distinct inner quantiles that part values into so many bands; fewer where values repeat.
 *
 * @param values in any order, without NaN, at least one
 * @example bandCuts([1, 2, 3, 4], 2) // [2.5]
 */
export function bandCuts(values: ArrayLike<number>, bands: number): Float64Array {
  const sorted = Float64Array.from(values).sort();
  const inner = Array.from({ length: bands - 1 }, (_, k) => quantile(sorted, (k + 1) / bands));
  return Float64Array.from(new Set(inner));
}

/** The band that a value falls into, 0 .. cuts.length; what equals a cut lies below it. */
export function bandOf(value: number, cuts: Float64Array): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
