/** Follows the loss on rows that are not learned from, to keep the best rounds alone. */
import type { Examples } from '../family.ts';
import type { Tree } from '../model.ts';
import { addTree, constantScores } from '../score.ts';
import type { Loss } from './losses/objective.ts';

export interface Progress {
  readonly rounds: number;
  readonly loss: number;
  /** Rounds since the best one. */
  readonly sinceBest: number;
}

export interface EarlyStopping {
  /** Takes in a round's trees. */
  add(trees: readonly Tree[]): Progress;
  /** Rounds up to the best one. */
  best(): number;
}

/** @param base scores before the first round */
export function earlyStopping(validation: Examples, base: Float64Array, loss: Loss): EarlyStopping {
  const scores = constantScores(base, validation.x.rows);
  let lowest = loss(validation, scores);
  let best = 0;
  let rounds = 0;
  return {
    add(trees) {
      rounds++;
      for (const tree of trees) addTree(tree, validation.x, scores, base.length);
      const reached = loss(validation, scores);
      if (reached < lowest) {
        lowest = reached;
        best = rounds;
      }
      return { rounds, loss: reached, sinceBest: rounds - best };
    },
    best: () => best,
  };
}
