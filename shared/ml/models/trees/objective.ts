/** What trees minimise: derivatives of a loss by the raw scores. */
import type { Examples } from '../family.ts';
import type { Derivatives } from './grow.ts';

export interface Objective {
  readonly outputs: number;
  /** The best constant score of each output, in float32. */
  readonly base: Float64Array;
  /** Of each output, by the scores (rows x outputs). The arrays are used again by the next call. */
  derive(scores: Float64Array): readonly Derivatives[];
}

/** Loss of scores on rows that may not be those learned from; lower is better. */
export type Loss = (examples: Examples, scores: Float64Array) => number;
