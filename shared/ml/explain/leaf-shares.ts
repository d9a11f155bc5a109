/** What the leaves of a tree give to the features of a row: in this alone the ways of explaining trees differ. */
import type { Leaves } from './leaves.ts';

export interface LeafShares {
  readonly leaves: Leaves;
  /** What the tree adds to a row of which nothing is known. */
  readonly mean: number;
  /**
   * The Shapley values of a leaf's features.
   *
   * @param pattern of the row: the bits of those features that let it pass
   * @param into takes a value for each feature from `at` on, in the order of their bits
   */
  share(leaf: number, pattern: number, into: Float64Array, at: number): void;
}
