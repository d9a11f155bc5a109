/** Area under the receiver operating characteristic curve. */

/**
 * P(score of a positive > score of a negative), ties counting half: the Mann-Whitney statistic by mid-ranks
 * (Hanley and McNeil, 1982).
 *
 * @param positive whether a row is positive
 * @param scores higher for what is held more likely positive
 * @returns NaN when one of both kinds is absent
 */
export function auc(positive: (row: number) => boolean, scores: Float64Array): number {
  const order = Uint32Array.from(scores, (_, i) => i).sort(
    (a, b) => (scores[a] as number) - (scores[b] as number),
  );
  let positives = 0;
  let rankSum = 0;
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && scores[order[to] as number] === scores[order[from] as number]) to++;
    const rank = (from + 1 + to) / 2;
    for (let i = from; i < to; i++) {
      if (!positive(order[i] as number)) continue;
      positives++;
      rankSum += rank;
    }
    from = to;
  }
  const negatives = scores.length - positives;
  if (positives === 0 || negatives === 0) return Number.NaN;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** AUC of one class against the rest. @param probabilities rows x classes */
export function aucOfClass(
  actual: ArrayLike<number>,
  probabilities: Float64Array,
  classes: number,
  of: number,
): number {
  const scores = Float64Array.from(
    { length: actual.length },
    (_, i) => probabilities[i * classes + of] as number,
  );
  return auc((row) => actual[row] === of, scores);
}

/** Mean over the classes of their AUC against the rest: roc_auc_score(multi_class='ovr', average='macro'). */
export function macroAuc(actual: ArrayLike<number>, probabilities: Float64Array, classes: number): number {
  let sum = 0;
  for (let k = 0; k < classes; k++) sum += aucOfClass(actual, probabilities, classes, k);
  return sum / classes;
}
