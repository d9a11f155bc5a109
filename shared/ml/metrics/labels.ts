/** Measures of the most probable class. Probabilities are row-major, rows x classes; actual holds class indices. */
import { type Weights, weightedMean } from './weights.ts';

/** Index of the most probable class of each row; the first of equals. */
export function mostProbable(probabilities: Float64Array, classes: number): Int32Array {
  const labels = new Int32Array(probabilities.length / classes);
  for (let i = 0; i < labels.length; i++) {
    let best = 0;
    for (let k = 1; k < classes; k++) {
      if ((probabilities[i * classes + k] as number) > (probabilities[i * classes + best] as number))
        best = k;
    }
    labels[i] = best;
  }
  return labels;
}

/** Share of rows whose label is right. */
export function accuracy(actual: ArrayLike<number>, labels: ArrayLike<number>, weight?: Weights): number {
  return weightedMean(actual.length, weight, (i) => (actual[i] === labels[i] ? 1 : 0));
}

/**
 * Mean over classes of F1 = 2 TP / (2 TP + FP + FN); a class that is neither there nor predicted does not count
 * (scikit-learn's f1_score(average='macro')).
 */
export function macroF1(
  actual: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  weight?: Weights,
): number {
  const hits = new Float64Array(classes);
  const seen = new Float64Array(classes);
  for (let i = 0; i < actual.length; i++) {
    const truth = actual[i] as number;
    const label = labels[i] as number;
    const counts = weight ? (weight[i] as number) : 1;
    seen[truth] = (seen[truth] as number) + counts;
    seen[label] = (seen[label] as number) + counts;
    if (truth === label) hits[truth] = (hits[truth] as number) + counts;
  }
  const scores = Array.from(seen, (both, k) => (both === 0 ? Number.NaN : (2 * (hits[k] as number)) / both));
  const counted = scores.filter((score) => !Number.isNaN(score));
  return counted.reduce((sum, score) => sum + score, 0) / counted.length;
}
