/** Measures of probabilities. Row-major, rows x classes; actual holds class indices. */
import { mostProbable } from './labels.ts';

/** Least probability that log loss sees, as scikit-learn (machine epsilon). */
const LEAST = 2 ** -52;

/** Mean of -log of the probability given to the true class. */
export function logLoss(actual: ArrayLike<number>, probabilities: Float64Array, classes: number): number {
  let sum = 0;
  for (let i = 0; i < actual.length; i++) {
    const given = probabilities[i * classes + (actual[i] as number)] as number;
    sum -= Math.log(Math.min(Math.max(given, LEAST), 1 - LEAST));
  }
  return sum / actual.length;
}

/**
 * Expected calibration error of the top label: mean over rows of |accuracy - confidence| of the row's bin, confidence
 * in bins of equal width (Guo et al., "On Calibration of Modern Neural Networks", 2017).
 */
export function expectedCalibrationError(
  actual: ArrayLike<number>,
  probabilities: Float64Array,
  classes: number,
  bins = 15,
): number {
  const labels = mostProbable(probabilities, classes);
  const gap = new Float64Array(bins);
  for (let i = 0; i < actual.length; i++) {
    const confidence = probabilities[i * classes + (labels[i] as number)] as number;
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
    gap[bin] = (gap[bin] as number) + (labels[i] === actual[i] ? 1 : 0) - confidence;
  }
  return gap.reduce((sum, difference) => sum + Math.abs(difference), 0) / actual.length;
}
