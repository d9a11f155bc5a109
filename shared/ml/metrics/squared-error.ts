/** Measures that rest on squared errors. */
import { type Weights, weightedMean } from './weights.ts';

/** Root of the mean squared error, in the unit of the target. NaN without rows. */
export function rmse(actual: ArrayLike<number>, predicted: ArrayLike<number>, weight?: Weights): number {
  return Math.sqrt(meanSquare(actual, predicted, weight));
}

/**
 * Coefficient of determination: 1 - sum of squared errors / sum of squares around the mean (scikit-learn's r2_score).
 * Below 0 for what is worse than the mean; NaN for a constant target.
 */
export function r2(actual: ArrayLike<number>, predicted: ArrayLike<number>, weight?: Weights): number {
  const mean = weightedMean(actual.length, weight, (i) => actual[i] as number);
  const around = weightedMean(actual.length, weight, (i) => ((actual[i] as number) - mean) ** 2);
  return around === 0 ? Number.NaN : 1 - meanSquare(actual, predicted, weight) / around;
}

/** R2 of the logarithms: how well relative differences are told. @param actual above 0, as is `predicted` */
export function r2OfLogs(actual: ArrayLike<number>, predicted: ArrayLike<number>, weight?: Weights): number {
  return r2(Float64Array.from(actual, Math.log), Float64Array.from(predicted, Math.log), weight);
}

function meanSquare(actual: ArrayLike<number>, predicted: ArrayLike<number>, weight: Weights): number {
  return weightedMean(actual.length, weight, (i) => ((actual[i] as number) - (predicted[i] as number)) ** 2);
}
