/** Averages of trees, each grown from the same start on its own sample of rows and columns. */
import { seeded } from '../../random.ts';
import { checkExamples } from '../examples.ts';
import type { Examples, FamilyDefinition, Fit, Task } from '../family.ts';
import type { Tree, TreeEnsemble } from '../model.ts';
import { settings } from '../parameters.ts';
import { constantScores } from '../score.ts';
import { objectiveOf } from './objective-of.ts';
import { type SampledTreeSettings, treeSampler } from './sampled-tree.ts';

const DEFAULTS = {
  trees: 60,
  maxLeaves: 192,
  maxDepth: 20,
  /** Least sum of hessians in a leaf (rows, in regression). */
  minChildWeight: 4,
  lambda: 1,
  minGain: 0,
  /** Rows of each tree: those that a bootstrap sample has once or more. */
  rowShare: 0.632,
  columnShare: 0.7,
  splitShare: 0.6,
  maxBins: 127,
};

/**
 * A random forest (Breiman, 2001), with rows drawn without replacement. In classification a tree is one Newton step
 * of each class from the prior, so that scores are log odds up to a scale, which calibration sets.
 */
export const fitForest: Fit = (examples, _validation, parameters, seed, task) => {
  checkExamples(examples, task);
  const { trees, ...given } = settings('forest', DEFAULTS, parameters);
  return average(examples, task, trees, { ...given, rate: 1 / trees }, seeded(seed, 'forest'));
};

/** One step from the best constant, split over `count` trees for each output. */
export function average(
  examples: Examples,
  task: Task,
  count: number,
  grown: SampledTreeSettings,
  random: () => number,
): TreeEnsemble {
  const { outputs, base, derive } = objectiveOf(examples, task);
  const derivatives = derive(constantScores(base, examples.x.rows));
  const sampler = treeSampler(examples, grown, random);
  const trees: Tree[] = [];
  for (let i = 0; i < count; i++) {
    sampler.draw();
    trees.push(...derivatives.map((each, output) => sampler.grow(each, output)));
  }
  return { kind: 'trees', outputs, base, trees };
}

export const forest: FamilyDefinition = {
  fit: fitForest,
  settings: DEFAULTS,
  space: {
    maxLeaves: { low: 64, high: 512, scale: 'log', integer: true },
    minChildWeight: { low: 1, high: 20, scale: 'log' },
    columnShare: { low: 0.4, high: 1 },
    splitShare: { low: 0.3, high: 1 },
  },
  defaults: [{}],
};
