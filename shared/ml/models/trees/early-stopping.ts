/** Follows the loss on rows that are not learned from, to keep the best rounds alone. */
import type { Examples } from '../family.ts';
import type { Loss } from './losses/objective.ts';

export interface Progress {
  readonly rounds: number;
  readonly loss: number;
  /** Rounds since the best one. */
  readonly sinceBest: number;
}

export interface EarlyStopping {
  /** To be called after each round. */
  next(): Progress;
  /** Rounds up to the best one. */
  best(): number;
}

/** @param scores of the validation rows, which change with each round */
export function earlyStopping(validation: Examples, scores: Float64Array, loss: Loss): EarlyStopping {
  let lowest = loss(validation, scores);
  let best = 0;
  let rounds = 0;
  return {
    next() {
      rounds++;
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
