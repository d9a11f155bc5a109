/** Weights of rows in a measure: how much each counts; all the same when absent. */
export type Weights = ArrayLike<number> | undefined;

/** Mean of `of(row)` over the rows. NaN without rows. */
export function weightedMean(rows: number, weight: Weights, of: (row: number) => number): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const counts = weight ? (weight[row] as number) : 1;
    sum += counts * of(row);
    total += counts;
  }
  return sum / total;
}
