/** Gradient boosting on histograms: each round a tree for each output, on the derivatives of the loss so far. */
import { type Random, sample, seeded } from '../../random.ts';
import { checkExamples } from '../examples.ts';
import type { Examples, FamilyDefinition, Fit } from '../family.ts';
import type { Tree, TreeEnsemble } from '../model.ts';
import { settings } from '../parameters.ts';
import { addTree, constantScores } from '../score.ts';
import { type Bins, binsOf } from './bins.ts';
import { type GrowSpace, growTree } from './grow.ts';
import { type Layout, layoutOf, narrowed } from './layout.ts';
import { objectiveOf } from './objective.ts';
import { meanLogLoss } from './softmax-loss.ts';
import { meanSquaredError } from './squared-loss.ts';

const DEFAULTS = {
  /** Rounds at most. */
  rounds: 300,
  learningRate: 0.1,
  maxLeaves: 31,
  maxDepth: 12,
  /** Least sum of hessians in a leaf (rows, in regression). */
  minChildWeight: 10,
  /** L2 penalty on leaf values. */
  lambda: 1,
  /** Shares of rows and columns that each tree sees. */
  rowShare: 0.8,
  columnShare: 0.6,
  maxBins: 255,
  /** Rounds without a better validation loss after which to stop; the best round's trees are kept. */
  patience: 30,
};
type Settings = typeof DEFAULTS;

/**
 * Second-order boosting as Chen and Guestrin, "XGBoost" (2016), grown leaf-wise on at most 255 bins as Ke et al.,
 * "LightGBM" (2017). Missing values go where the gain is greater. Squared error in regression, softmax in
 * classification.
 */
export const fitBoosting: Fit = (examples, validation, parameters, seed, task): TreeEnsemble => {
  checkExamples(examples, task);
  const given = settings('boosting', DEFAULTS, parameters);
  const objective = objectiveOf(examples, task);
  const { outputs, base } = objective;
  const scores = constantScores(base, examples.x.rows);
  const watch = watchOf(validation, base, task.task === 'regression' ? meanSquaredError : meanLogLoss);
  const grow = grower(examples, given, seeded(seed, 'boosting'));
  const trees: Tree[] = [];
  for (let round = 0; round < given.rounds; round++) {
    const first = trees.length;
    objective.derive(scores).forEach((derivatives, output) => {
      const tree = grow(derivatives, output);
      trees.push(tree);
    });
    for (const tree of trees.slice(first)) addTree(tree, examples.x, scores, outputs);
    if (watch && watch(trees.slice(first), round) > given.patience) break;
  }
  return { kind: 'trees', outputs, base, trees: trees.slice(0, (watch?.best() ?? given.rounds) * outputs) };
};
