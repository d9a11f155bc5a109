/** What a boosting fit can be told, with what it does when not told. */

import { plainLoss } from './losses/objective-of.ts';
import { splitDefaults } from './split/defaults.ts';

export const boostingSettings = {
  ...plainLoss,
  ...splitDefaults,
  /** Rounds at most. */
  rounds: 1000,
  learningRate: 0.1,
  maxLeaves: 31,
  maxDepth: 12,
  /** Least sum of hessians in a leaf (rows, in regression). */
  minChildWeight: 10,
  /** Shares of rows and columns that each round sees, and of those columns each split. */
  rowShare: 0.8,
  columnShare: 0.6,
  splitShare: 1,
  maxBins: 255,
  /** Rounds without a better validation loss after which to stop; the best round's trees are kept. */
  patience: 20,
};
