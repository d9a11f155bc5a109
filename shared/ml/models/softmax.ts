/** From scores to probabilities, row by row. */

/**
 * @param scores rows x classes
 * @param into written to; may be `scores` itself
 */
export function softmax(
  scores: Float64Array,
  classes: number,
  into = new Float64Array(scores.length),
): Float64Array {
  for (let row = 0; row < scores.length; row += classes) {
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k++) most = Math.max(most, scores[row + k] as number);
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const e = Math.exp((scores[row + k] as number) - most);
      into[row + k] = e;
      sum += e;
    }
    for (let k = 0; k < classes; k++) (into[row + k] as number) /= sum;
  }
  return into;
}
