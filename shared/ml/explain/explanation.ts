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

/** Explanations in the making: a step takes a few milliseconds, so that who serves others too can do so in between. */
export type Steps = Generator<undefined, Explanations, undefined>;

/** Does all steps at once. */
export function finished(steps: Steps): Explanations {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
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
