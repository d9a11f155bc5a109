/** Measures that rest on squared errors. */

/** Root of the mean squared error, in the unit of the target. NaN without rows. */
export function rmse(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  return Math.sqrt(squares(actual, predicted) / actual.length);
}

/**
 * Coefficient of determination: 1 - sum of squared errors / sum of squares around the mean (scikit-learn's r2_score).
 * Below 0 for what is worse than the mean; NaN for a constant target.
 */
export function r2(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < actual.length; i++) sum += actual[i] as number;
  const mean = sum / actual.length;
  let around = 0;
  for (let i = 0; i < actual.length; i++) around += ((actual[i] as number) - mean) ** 2;
  return around === 0 ? Number.NaN : 1 - squares(actual, predicted) / around;
}

/** R2 of the logarithms: how well relative differences are told. @param actual above 0, as is `predicted` */
export function r2OfLogs(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  return r2(Float64Array.from(actual, Math.log), Float64Array.from(predicted, Math.log));
}

function squares(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < actual.length; i++) sum += ((actual[i] as number) - (predicted[i] as number)) ** 2;
  return sum;
}
