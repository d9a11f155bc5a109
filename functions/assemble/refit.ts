/**
 * The chosen settings once more, on all rows but the held-out ones: a part of the split was for choosing, and after
 * that it is more to learn from.
 */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { FittedFeatures } from '../../shared/ml/features/fitted.ts';
import { averageOf } from '../../shared/ml/models/average.ts';
import { families, isFamily } from '../../shared/ml/models/families.ts';
import type { Examples, Parameters } from '../../shared/ml/models/family.ts';
import type { Model, TreeEnsemble } from '../../shared/ml/models/model.ts';
import type { Part } from '../../shared/ml/split.ts';
import { helpersOf, threadsHere } from '../../shared/runtime/threads.ts';
import type { CleanRows } from '../../shared/store/clean-rows.ts';
import { learnFeatures } from '../../shared/tracking/learn-features.ts';
import { examplesOf } from '../../shared/tracking/parts.ts';
import type { TrainingData } from '../../shared/tracking/workspace.ts';
import type { Candidate, Choice } from './choose.ts';

/** All but the held-out rows. */
export const LEARNED: readonly Part[] = ['train', 'validation', 'calibration'];

export interface Refitted {
  readonly features: FittedFeatures;
  readonly model: Model;
  /** Features and targets of all rows; those of the rows learned from are without their own fold. */
  readonly data: TrainingData;
}

export function refit(dataset: Dataset, rows: CleanRows, { members }: Choice, seed: number): Refitted {
  const { fitted, data } = learnFeatures(dataset, rows, LEARNED, seed);
  const examples = examplesOf(data, ...LEARNED);
  const models = members.map((member) => fitAgain(dataset, member, examples));
  const [first] = models;
  const model = first?.kind === 'trees' ? averageOf(models as TreeEnsemble[]) : (first as Model);
  return { features: fitted, model, data };
}

function fitAgain({ target }: Dataset, { trial, model }: Candidate, examples: Examples): Model {
  const { family, parameters, seed } = trial;
  if (!isFamily(family)) throw new Error(`no family of models "${family}"`);
  const classes = target.task === 'classification' ? target.classes.length : 1;
  const settings = { ...parameters, ...roundsOf(family, model) };
  const task = { task: target.task, classes };
  return families[family].fit(examples, undefined, settings, seed, task, undefined, helpersOf(threadsHere()));
}

/** As many rounds as were best on the rows that are learned from now. */
function roundsOf(family: keyof typeof families, model: Model): Parameters {
  if (model.kind !== 'trees' || !('rounds' in families[family].settings)) return {};
  const each = new Set(model.trees.map(({ output }) => output)).size;
  return { rounds: model.trees.length / Math.max(1, each) };
}
