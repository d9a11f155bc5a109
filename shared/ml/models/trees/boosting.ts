/** Gradient boosting on histograms: each round a tree for each output, on the derivatives of the loss so far. */
import { seeded } from '../../random.ts';
import { checkExamples } from '../examples.ts';
import type { Fit, Watch } from '../family.ts';
import type { Tree, TreeEnsemble } from '../model.ts';
import { settings } from '../parameters.ts';
import { constantScores } from '../score.ts';
import { boostingSettings } from './boosting-settings.ts';
import { type EarlyStopping, earlyStopping } from './early-stopping.ts';
import { withKernel } from './kernel/choose.ts';
import { objectiveOf } from './losses/objective-of.ts';
import { treeSampler } from './sampled-tree.ts';

/**
 * Second-order boosting as Chen and Guestrin, "XGBoost" (2016), grown leaf-wise on at most 255 bins as Ke et al.,
 * "LightGBM" (2017). Missing values go where the gain is greater.
 *
 * @param watch told of every round; without validation rows there is nothing to tell
 */
export const fitBoosting: Fit = (
  examples,
  validation,
  parameters,
  seed,
  task,
  watch,
  helpers,
): TreeEnsemble => {
  checkExamples(examples, task);
  const given = settings('boosting', boostingSettings, parameters);
  const { outputs, base, derive, loss } = objectiveOf(examples, task, given);
  const { rows } = examples.x;
  const rounds: Tree[][] = [];
  const all = rows + (validation?.x.rows ?? 0);
  const best = withKernel(helpers, (kernel) => {
    const scores = kernel.float64(all * outputs);
    scores.set(constantScores(base, all));
    const learned = scores.subarray(0, rows * outputs);
    const stopping = validation && earlyStopping(validation, scores.subarray(rows * outputs), loss);
    const grower = { ...given, rate: given.learningRate };
    const sampler = treeSampler(examples, grower, seeded(seed, 'boosting'), kernel, validation?.x);
    while (rounds.length < given.rounds) {
      sampler.draw();
      const grown = derive(learned).map((step) => sampler.grow(step, step.output, scores));
      rounds.push(grown);
      if (stopping && isOver(stopping, given.patience, watch)) break;
    }
    return stopping?.best();
  });
  return { kind: 'trees', outputs, base, trees: rounds.slice(0, best).flat() };
};

function isOver(stopping: EarlyStopping, patience: number, watch: Watch | undefined): boolean {
  const { rounds, loss, sinceBest } = stopping.next();
  return sinceBest >= patience || watch?.(rounds, loss) === false;
}
