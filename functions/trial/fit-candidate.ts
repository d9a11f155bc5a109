/** A candidate fitted on the training part and scored on the validation part, unless it falls behind on the way. */

import { scoreCandidate } from '../../shared/datasets/candidate-metrics.ts';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Metrics } from '../../shared/ml/metrics/metrics.ts';
import { families } from '../../shared/ml/models/families.ts';
import type { Task } from '../../shared/ml/models/family.ts';
import { FitFailure } from '../../shared/ml/models/fit-failure.ts';
import type { Model } from '../../shared/ml/models/model.ts';
import { HelperLost } from '../../shared/ml/models/trees/kernel/helper-lost.ts';
import type { Helpers } from '../../shared/ml/models/trees/kernel/kernel.ts';
import type { Candidate } from '../../shared/ml/search/candidate.ts';
import { type Ascent, ascend, type Progress, type Rung } from '../../shared/ml/search/halving.ts';
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

/**
 * @throws FitFailure when it cannot be fitted, or its score is no number; what else is thrown says nothing of the
 *   candidate, as HelperLost, or RangeError where memory could not be had
 */
export function fitCandidate(
  dataset: Dataset,
  data: TrainingData,
  { family, parameters, rungs, seed }: Candidate & { readonly rungs: readonly Rung[]; readonly seed: number },
  helpers?: Helpers,
): Fitted {
  const validation = examplesOf(data, 'validation');
  const learned = examplesOf(data, 'train');
  const ascent = ascend(rungs);
  const { model, metrics } = judging(() => {
    const model = families[family].fit(
      learned,
      validation,
      parameters,
      seed,
      taskOf(dataset),
      ascent.watch,
      helpers,
    );
    return { model, metrics: scoreCandidate(dataset, model, validation) };
  });
  const missed = ascent.stopped();
  return {
    model,
    metrics,
    score: scoreIn(metrics, dataset),
    curve: ascent.curve(),
    ...(missed ? { stopped: inWords(missed) } : {}),
  };
}

const taskOf = ({ target }: Dataset): Task => ({
  task: target.task,
  classes: target.task === 'classification' ? target.classes.length : 1,
});

/** A fit is numbers alone: but for threads and memory, what it fails for is the candidate. */
function judging<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof FitFailure || cause instanceof HelperLost || cause instanceof RangeError)
      throw cause;
    throw new FitFailure(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function scoreIn(metrics: Metrics, { objective: { metric } }: Dataset): number {
  const score = metrics[metric];
  if (score === undefined || !Number.isFinite(score))
    throw new FitFailure(`the candidate has no finite ${metric}`);
  return score;
}

const inWords = ({ rounds, loss, bar }: NonNullable<ReturnType<Ascent['stopped']>>): string =>
  `after ${rounds} rounds: validation loss ${loss}, most earlier trials had ${bar} by then`;
