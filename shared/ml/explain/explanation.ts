/** What an explanation of a raw score is. */

export interface Explanation {
  /** Of each output: the score of a row of which nothing is known. */
  readonly base: readonly number[];
  /** Of each output: what each feature adds. base + their sum = raw score. */
  readonly contributions: readonly Float64Array[];
}

/** Explanations of many rows. */
export interface Explanations {
  readonly base: readonly number[];
  /** rows x outputs x features. */
  readonly contributions: Float64Array;
  readonly features: number;
}

/** That of one row; a view, no copy. */
export function explanationOf({ base, contributions, features }: Explanations, row: number): Explanation {
  const start = row * base.length * features;
  return {
    base,
    contributions: base.map((_, output) =>
      contributions.subarray(start + output * features, start + (output + 1) * features),
    ),
  };
}
