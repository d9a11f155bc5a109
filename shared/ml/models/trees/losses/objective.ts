/** What trees minimise: a loss by the raw scores, and its derivatives. */
import type { Examples } from '../../family.ts';
import type { Derivatives } from '../growth.ts';

/** Loss of scores on rows that may not be those learned from; lower is better. */
export type Loss = (examples: Examples, scores: Float64Array) => number;

/** What the next tree is grown on. */
export interface Step extends Derivatives {
  /** Which of the scores the tree adds to. */
  readonly output: number;
}

export interface Objective {
  readonly outputs: number;
  /** The best constant score of each output, in float32. */
  readonly base: Float64Array;
  /** A tree's worth of derivatives each, by the scores (rows x outputs). The next call uses the arrays again. */
  derive(scores: Float64Array): readonly Step[];
  readonly loss: Loss;
}
