/** Which trials make the model: the best one, or the average of the best few where that does better. */
import { scoreCandidate } from '../../shared/datasets/candidate-metrics.ts';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { averageOf } from '../../shared/ml/models/average.ts';
import type { Examples } from '../../shared/ml/models/family.ts';
import type { Model, TreeEnsemble } from '../../shared/ml/models/model.ts';
import type { Trial } from '../../shared/tracking/trials.ts';

/** More models, or leaves in all (600 trees of 31), cost more in every answer and explanation than they bring. */
const MOST_MODELS = 4;
const MOST_LEAVES = 18_600;

/** A trial that went to its end, with its model. */
export interface Candidate {
  readonly trial: Trial;
  readonly model: Model;
}

export interface Choice {
  /** Whose models are averaged, the best first. */
  readonly members: readonly [Candidate, ...Candidate[]];
  /** Their average, as it was fitted on the training part. */
  readonly model: Model;
}

/** Trials that went to their end, the best first; of equals the earlier. */
export function ranked(trials: readonly Trial[], better: 'higher' | 'lower'): Trial[] {
  const sign = better === 'higher' ? -1 : 1;
  return trials
    .filter(({ status }) => status === 'finished')
    .toSorted((a, b) => sign * ((a.score ?? 0) - (b.score ?? 0)) || a.trial - b.trial);
}

/**
 * The best few that are small enough to be served; where none is, the best one.
 *
 * @param read the model of a trial: asked for in the order of the ranks, as far as needed
 */
export async function contenders(
  ranks: readonly [Trial, ...Trial[]],
  read: (trial: Trial) => Promise<Model>,
): Promise<[Candidate, ...Candidate[]]> {
  const found: Candidate[] = [];
  for (const trial of ranks) {
    const model = await read(trial);
    if (model.kind !== 'trees' || leavesOf(model) <= MOST_LEAVES) found.push({ trial, model });
    if (found.length === MOST_MODELS) break;
  }
  const [first, ...others] = found;
  return first ? [first, ...others] : [{ trial: ranks[0], model: await read(ranks[0]) }];
}

/**
 * Averages of the best one, two, ... of those that are ensembles of trees, by the data set's objective on rows that
 * none was fitted on; of equals the smaller.
 *
 * @param candidates the best first; at least one
 */
export function choose(
  dataset: Dataset,
  candidates: readonly [Candidate, ...Candidate[]],
  validation: Examples,
): Choice {
  const [best] = candidates;
  let choice: Choice = { members: [best], model: best.model };
  if (best.model.kind !== 'trees') return choice;
  const { metric, better } = dataset.objective;
  const scoreOf = (model: Model): number => scoreCandidate(dataset, model, validation)[metric] ?? Number.NaN;
  let score = scoreOf(best.model);
  const ensembles = candidates.filter(isTrees);
  for (let count = 2; count <= ensembles.length; count++) {
    const members = ensembles.slice(1, count);
    const model = averageOf([best.model, ...members.map((member) => member.model)]);
    if (leavesOf(model) > MOST_LEAVES) break;
    const reached = scoreOf(model);
    if (!(better === 'higher' ? reached > score : reached < score)) continue;
    score = reached;
    choice = { members: [best, ...members], model };
  }
  return choice;
}

const leavesOf = ({ trees }: TreeEnsemble): number =>
  trees.reduce((sum, { feature }) => sum + (feature.length + 1) / 2, 0);

const isTrees = (candidate: Candidate): candidate is Candidate & { readonly model: TreeEnsemble } =>
  candidate.model.kind === 'trees';
