/** A sorted sample, with or without weights: what the two-sample distances compare. */

export interface SortedSample {
  /** Ascending, without NaN. */
  readonly values: ArrayLike<number>;
  /** How often each value counts; 1 when absent. */
  readonly weights?: ArrayLike<number>;
}

/** Sum of weights. @throws RangeError when the sample is empty. */
export function totalWeight(sample: SortedSample): number {
  const { values, weights } = sample;
  if (values.length === 0)
    throw new RangeError('empty sample: a comparison needs at least one value on each side');
  if (!weights) return values.length;
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i] as number;
  return total;
}

/** What the value at that place counts. */
export function weightAt({ weights }: SortedSample, index: number): number {
  return weights ? (weights[index] as number) : 1;
}
