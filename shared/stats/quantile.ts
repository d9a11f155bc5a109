/**
 * The quantile of sorted numbers by linear interpolation between order statistics: definition 7 of Hyndman and Fan,
 * "Sample Quantiles in Statistical Packages" (1996), the default of numpy, R and Excel.
 *
 * @param sorted ascending, without NaN
 * @param p between 0 and 1
 * @throws RangeError for an empty sample or a p outside [0, 1]
 * @example quantile([3, 6, 7, 8, 8, 10, 13, 15, 16, 20], 0.25) // 7.25
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) throw new RangeError('quantile of an empty sample: it needs at least one number');
  if (!(p >= 0 && p <= 1)) throw new RangeError(`quantile at p = ${p}: p must lie between 0 and 1`);
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] as number;
  if (below === position) return low;
  return low + (position - below) * ((sorted[below + 1] as number) - low);
}
