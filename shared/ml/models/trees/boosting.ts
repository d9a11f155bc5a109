/** Gradient boosting on histograms: each round a tree for each output, on the derivatives of the loss so far. */
import { seeded } from '../../random.ts';
import { checkExamples } from '../examples.ts';
import type { FamilyDefinition, Fit } from '../family.ts';
import type { Tree, TreeEnsemble } from '../model.ts';
import { settings } from '../parameters.ts';
import { constantScores } from '../score.ts';
import { earlyStopping } from './early-stopping.ts';
import { objectiveOf } from './objective-of.ts';
import { treeSampler } from './sampled-tree.ts';
import { meanLogLoss } from './softmax-loss.ts';
import { meanSquaredError } from './squared-loss.ts';

const DEFAULTS = {
  /** Rounds at most. */
  rounds: 500,
  learningRate: 0.1,
  maxLeaves: 31,
  maxDepth: 12,
  /** Least sum of hessians in a leaf (rows, in regression). */
  minChildWeight: 10,
  /** L2 penalty on leaf values. */
  lambda: 1,
  /** Least gain of a split. */
  minGain: 0,
  /** Shares of rows and columns that each round sees, and of those columns each split. */
  rowShare: 0.8,
  columnShare: 0.6,
  splitShare: 1,
  maxBins: 255,
  /** Rounds without a better validation loss after which to stop; the best round's trees are kept. */
  patience: 30,
};

/**
 * Second-order boosting as Chen and Guestrin, "XGBoost" (2016), grown leaf-wise on at most 255 bins as Ke et al.,
 * "LightGBM" (2017). Missing values go where the gain is greater. Squared error in regression, softmax in
 * classification.
 */
export const fitBoosting: Fit = (examples, validation, parameters, seed, task): TreeEnsemble => {
  checkExamples(examples, task);
  const given = settings('boosting', DEFAULTS, parameters);
  const { outputs, base, derive } = objectiveOf(examples, task);
  const loss = task.task === 'regression' ? meanSquaredError : meanLogLoss;
  const stopping = validation ? earlyStopping(validation, base, loss) : undefined;
  const sampler = treeSampler(examples, { ...given, rate: given.learningRate }, seeded(seed, 'boosting'));
  const scores = constantScores(base, examples.x.rows);
  const trees: Tree[] = [];
  for (let round = 0; round < given.rounds; round++) {
    sampler.draw();
    const grown = derive(scores).map((derivatives, output) => sampler.grow(derivatives, output, scores));
    trees.push(...grown);
    if (stopping && stopping.add(grown) >= given.patience) break;
  }
  return {
    kind: 'trees',
    outputs,
    base,
    trees: trees.slice(0, stopping ? stopping.best() * outputs : undefined),
  };
};

export const boosting: FamilyDefinition = {
  fit: fitBoosting,
  settings: DEFAULTS,
  space: {
    learningRate: { low: 0.05, high: 0.25, scale: 'log' },
    maxLeaves: { low: 12, high: 64, scale: 'log', integer: true },
    minChildWeight: { low: 2, high: 60, scale: 'log' },
    lambda: { low: 0.1, high: 30, scale: 'log' },
    rowShare: { low: 0.5, high: 1 },
    columnShare: { low: 0.3, high: 0.9 },
  },
  defaults: [{}, { learningRate: 0.07, maxLeaves: 47, minChildWeight: 20, lambda: 5, columnShare: 0.5 }],
};
