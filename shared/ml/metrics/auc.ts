/** Area under the receiver operating characteristic curve. */
import type { Weights } from './weights.ts';

/**
 * P(score of a positive > score of a negative), ties counting half: the Mann-Whitney statistic (Hanley and McNeil,
 * 1982).
 *
 * @param positive whether a row is positive
 * @param scores higher for what is held more likely positive
 * @returns NaN when one of both kinds is absent
 */
export function auc(positive: (row: number) => boolean, scores: Float64Array, weight?: Weights): number {
  const order = Uint32Array.from(scores, (_, i) => i).sort(
    (a, b) => (scores[a] as number) - (scores[b] as number),
  );
  let positives = 0;
  let negatives = 0;
  let won = 0;
  for (let from = 0; from < order.length; ) {
    const score = scores[order[from] as number];
    let equalPositives = 0;
    let equalNegatives = 0;
    for (; from < order.length && scores[order[from] as number] === score; from++) {
      const row = order[from] as number;
      const counts = weight ? (weight[row] as number) : 1;
      if (positive(row)) equalPositives += counts;
      else equalNegatives += counts;
    }
    won += equalPositives * (negatives + equalNegatives / 2);
    positives += equalPositives;
    negatives += equalNegatives;
  }
  return positives === 0 || negatives === 0 ? Number.NaN : won / (positives * negatives);
}

/** AUC of one class against the rest. @param probabilities rows x classes */
export function aucOfClass(
  actual: ArrayLike<number>,
  probabilities: Float64Array,
  classes: number,
  of: number,
  weight?: Weights,
): number {
  const scores = Float64Array.from(
    { length: actual.length },
    (_, i) => probabilities[i * classes + of] as number,
  );
  return auc((row) => actual[row] === of, scores, weight);
}

/** Mean over the classes of their AUC against the rest: roc_auc_score(multi_class='ovr', average='macro'). */
export function macroAuc(
  actual: ArrayLike<number>,
  probabilities: Float64Array,
  classes: number,
  weight?: Weights,
): number {
  let sum = 0;
  for (let k = 0; k < classes; k++) sum += aucOfClass(actual, probabilities, classes, k, weight);
  return sum / classes;
}
