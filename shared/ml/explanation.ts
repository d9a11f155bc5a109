/** What an explanation of a raw score is. */

export interface Explanation {
  /** Of each output: the score of a row of which nothing is known. */
  readonly base: number[];
  /** Of each output: what each feature adds. base + their sum = raw score. */
  readonly contributions: Float64Array[];
}
