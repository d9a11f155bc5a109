/** A candidate fitted on the training part and scored on the validation part, unless it falls behind on the way. */

import { scoreCandidate } from '../../shared/datasets/candidate-metrics.ts';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Metrics } from '../../shared/ml/metrics/metrics.ts';
import { families } from '../../shared/ml/models/families.ts';
import type { Model } from '../../shared/ml/models/model.ts';
import type { Helpers } from '../../shared/ml/models/trees/kernel/kernel.ts';
import type { Candidate } from '../../shared/ml/search/candidate.ts';
import { ascend, type Progress, type Rung } from '../../shared/ml/search/halving.ts';
import { examplesOf } from '../../shared/tracking/parts.ts';
import type { TrainingData } from '../../shared/tracking/workspace.ts';

export interface Fitted {
  readonly model: Model;
  readonly metrics: Metrics;
  /** By the data set's objective. */
  readonly score: number;
  readonly curve: readonly Progress[];
  /** Why it was given up, when it was. */
  readonly stopped?: string;
}

/** @throws Error when it cannot be fitted, or its score is no number */
export function fitCandidate(
  dataset: Dataset,
  data: TrainingData,
  { family, parameters, rungs, seed }: Candidate & { readonly rungs: readonly Rung[]; readonly seed: number },
  helpers?: Helpers,
): Fitted {
  const { task } = dataset.target;
  const classes = dataset.target.task === 'classification' ? dataset.target.classes.length : 1;
  const validation = examplesOf(data, 'validation');
  const ascent = ascend(rungs);
  const model = families[family].fit(
    examplesOf(data, 'train'),
    validation,
    parameters,
    seed,
    { task, classes },
    ascent.watch,
    helpers,
  );
  const metrics = scoreCandidate(dataset, model, validation);
  const { metric } = dataset.objective;
  const score = metrics[metric];
  if (score === undefined || !Number.isFinite(score))
    throw new Error(`the candidate has no finite ${metric}`);
  const missed = ascent.stopped();
  const stopped = missed
    ? `after ${missed.rounds} rounds: validation loss ${missed.loss}, most earlier trials had ${missed.bar} by then`
    : undefined;
  return { model, metrics, score, curve: ascent.curve(), ...(stopped ? { stopped } : {}) };
}
