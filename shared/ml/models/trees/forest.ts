/** Averages of trees, each grown from the same start on its own sample of rows and columns. */
import { seeded } from '../../random.ts';
import { checkExamples } from '../examples.ts';
import type { Examples, FamilyDefinition, Fit, Task } from '../family.ts';
import type { Tree, TreeEnsemble } from '../model.ts';
import { settings } from '../parameters.ts';
import { constantScores } from '../score.ts';
import { withKernel } from './kernel/choose.ts';
import type { Helpers } from './kernel/kernel.ts';
import { objectiveOf, plainLoss } from './losses/objective-of.ts';
import { type SampledTreeSettings, treeSampler } from './sampled-tree.ts';
import { splitDefaults } from './split/defaults.ts';

const DEFAULTS = {
  ...splitDefaults,
  /** Leaves average what is left of chance over the trees, not within each: little shrinking. */
  lambda: 0.2,
  trees: 30,
  maxLeaves: 384,
  maxDepth: 20,
  /** Least sum of hessians in a leaf (rows, in regression). */
  minChildWeight: 3,
  /** Rows of each tree: those that a bootstrap sample has once or more. */
  rowShare: 0.632,
  columnShare: 1,
  splitShare: 0.4,
  maxBins: 127,
};

/**
 * A random forest (Breiman, 2001), with rows drawn without replacement. In classification a tree is one Newton step
 * of each class from the prior, so that scores are log odds up to a scale, which calibration sets.
 */
const fitForest: Fit = (examples, _validation, parameters, seed, task, _watch, helpers) => {
  checkExamples(examples, task);
  const { trees, ...given } = settings('forest', DEFAULTS, parameters);
  return average(examples, task, trees, { ...given, rate: 1 / trees }, seeded(seed, 'forest'), helpers);
};

/** One step from the best constant, split over `count` trees for each output. */
export function average(
  examples: Examples,
  task: Task,
  count: number,
  grown: SampledTreeSettings,
  random: () => number,
  helpers?: Helpers,
): TreeEnsemble {
  const { outputs, base, derive } = objectiveOf(examples, task, plainLoss);
  const steps = derive(constantScores(base, examples.x.rows));
  const trees: Tree[] = [];
  withKernel(helpers, (kernel) => {
    const sampler = treeSampler(examples, grown, random, kernel);
    for (let i = 0; i < count; i++) {
      sampler.draw();
      trees.push(...steps.map((step) => sampler.grow(step, step.output)));
    }
  });
  return { kind: 'trees', outputs, base, trees };
}

export const forest: FamilyDefinition = {
  fit: fitForest,
  settings: DEFAULTS,
  space: {
    maxLeaves: { low: 64, high: 1024, scale: 'log', integer: true },
    minChildWeight: { low: 1, high: 20, scale: 'log' },
    splitShare: { low: 0.2, high: 1 },
  },
  defaults: [{}],
};
