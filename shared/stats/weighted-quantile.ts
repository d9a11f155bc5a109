/**
 * The lowest values at or below which shares of the weight lie: the inverse of the weighted distribution function
 * (definition 1 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, with weights). A value of
 * weight 2 counts as the value twice.
 *
 * @param values in any order, without NaN
 * @param shares each between 0 and 1
 * @param weights one for each value, above 0; all 1 when absent
 * @throws RangeError for an empty sample or a share outside [0, 1]
 * @example weightedQuantiles([10, 20, 30, 40], [0.5, 0.75]) // [20, 30]
 */
export function weightedQuantiles(
  values: ArrayLike<number>,
  shares: readonly number[],
  weights?: ArrayLike<number>,
): number[] {
  if (values.length === 0) throw new RangeError('quantile of an empty sample: it needs at least one number');
  const wrong = shares.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) throw new RangeError(`quantile at p = ${wrong}: p must lie between 0 and 1`);
  return weights ? ofWeighted(values, shares, weights) : ofSorted(Float64Array.from(values).sort(), shares);
}

/** One of them. */
export function weightedQuantile(values: ArrayLike<number>, p: number, weights?: ArrayLike<number>): number {
  return weightedQuantiles(values, [p], weights)[0] as number;
}

/** 0.1 * 30 is a little more than 3: such a little does not make it the fourth. */
const ROUNDING = 1e-12;

function ofSorted(sorted: Float64Array, shares: readonly number[]): number[] {
  return shares.map((p) => sorted[Math.max(1, Math.ceil((p - ROUNDING) * sorted.length)) - 1] as number);
}

function ofWeighted(
  values: ArrayLike<number>,
  shares: readonly number[],
  weights: ArrayLike<number>,
): number[] {
  // Sorted without their weights, as numbers alone sort many times faster.
  const sorted = Float64Array.from(values).sort();
  const reached = new Float64Array(sorted.length);
  for (let i = 0; i < sorted.length; i++)
    (reached[firstAt(sorted, values[i] as number)] as number) += weights[i] as number;
  for (let k = 1; k < reached.length; k++) (reached[k] as number) += reached[k - 1] as number;
  const total = reached.at(-1) as number;
  return shares.map((p) => {
    const found = reached.findIndex((sum) => sum >= (p - ROUNDING) * total);
    return sorted[found] as number;
  });
}

/** Where a value stands first among the sorted ones, of which it is one. */
function firstAt(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
