/** Proper scores of probabilities. Row-major, rows x classes; actual holds class indices. */
import { type Weights, weightedMean } from './weights.ts';

/** Least probability that log loss sees, as scikit-learn (machine epsilon). */
const LEAST = 2 ** -52;

/** Mean of -log of the probability given to the true class. */
export function logLoss(
  actual: ArrayLike<number>,
  probabilities: Float64Array,
  classes: number,
  weight?: Weights,
): number {
  return weightedMean(actual.length, weight, (i) => {
    const given = probabilities[i * classes + (actual[i] as number)] as number;
    return -Math.log(Math.min(Math.max(given, LEAST), 1 - LEAST));
  });
}

/**
 * Mean over rows of the squared distance between the probabilities and the truth (1 for the true class, 0 for the
 * others), summed over classes: Brier (1950), between 0 and 2.
 */
export function brier(
  actual: ArrayLike<number>,
  probabilities: Float64Array,
  classes: number,
  weight?: Weights,
): number {
  return weightedMean(actual.length, weight, (i) => {
    let sum = 0;
    for (let k = 0; k < classes; k++)
      sum += ((probabilities[i * classes + k] as number) - (actual[i] === k ? 1 : 0)) ** 2;
    return sum;
  });
}
