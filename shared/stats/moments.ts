/** Count, mean, spread and range of a column in two careful passes; what is missing is counted apart. */

export interface Moments {
  /** Values that are present. */
  readonly count: number;
  /** NaN values. */
  readonly missing: number;
  readonly mean: number;
  /** Population standard deviation (divisor n, as numpy.std). */
  readonly std: number;
  readonly min: number;
  readonly max: number;
}

/**
 * Moments of a column. With no value present, mean, std, min and max are NaN.
 *
 * @param values NaN is a missing value
 */
export function moments(values: ArrayLike<number>): Moments {
  let count = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const missing = values.length - count;
  if (count === 0) {
    return { count, missing, mean: Number.NaN, std: Number.NaN, min: Number.NaN, max: Number.NaN };
  }
  const mean = sum / count;
  return { count, missing, mean, std: Math.sqrt(squaresAround(values, mean) / count), min, max };
}

/** Sum of squared distances from a centre, over what is present. */
function squaresAround(values: ArrayLike<number>, centre: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const distance = (values[i] as number) - centre;
    if (!Number.isNaN(distance)) sum += distance * distance;
  }
  return sum;
}
