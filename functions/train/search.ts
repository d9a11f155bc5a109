/** The search for the best candidate: rounds of trials, each planned from the results of those before. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { Gone } from '../../shared/events/errors.ts';
import { trainingSearched, trialRequested } from '../../shared/events/types.ts';
import type { Tried } from '../../shared/ml/search/candidate.ts';
import { type Planned, plan } from '../../shared/ml/search/plan.ts';
import type { StageContext } from '../../shared/runtime/stage.ts';
import { ended, reached } from '../../shared/tracking/batches.ts';
import { lockTraining } from '../../shared/tracking/course.ts';
import { remember } from '../../shared/tracking/production.ts';
import { endRun, logParams } from '../../shared/tracking/runs.ts';
import { requestTrial, type Trial, trialsOf } from '../../shared/tracking/trials.ts';
import { searchSettings } from './settings.ts';

/** What a search tells others: the trials that it wants, and that it is over. */
export const searchEmits = [trialRequested, trainingSearched];
export type Searching = StageContext<(typeof searchEmits)[number]>;

/**
 * Called at the beginning and after each trial. Plans the next round when all of one are there, and closes the
 * search after the last. Trials end in any order, so the run is locked: one of them sees that it is the last.
 */
export async function continueSearch(context: Searching, run: string): Promise<void> {
  const { sql, dataset } = context;
  const training = await lockTraining(sql, run);
  if (!training) throw new Gone(`there is no run ${run} of ${dataset.name} any more`);
  if (training.status !== 'RUNNING' || training.searched) return;
  const trials = await trialsOf(sql, run);
  if (trials.some((trial) => trial.status === 'requested')) return;
  const next = plannedAfter(dataset, trials);
  const late = training.seconds >= searchSettings().seconds;
  if (next.length > 0 && (!late || trials.length === 0)) {
    await requestRound(context, run, trials, next);
    return;
  }
  await logParams(sql, run, { search_ended_by: next.length > 0 ? 'seconds' : 'trials' });
  await close(context, run, trials, training.batch ?? undefined);
}

function plannedAfter(dataset: Dataset, trials: readonly Trial[]): readonly Planned[] {
  const history: Tried[] = trials.map(({ family, parameters, score, status, curve }) => ({
    family: family as Tried['family'],
    parameters,
    score,
    stopped: status === 'stopped',
    curve,
  }));
  const { trials: budget, seed } = searchSettings();
  return plan({ history, budget, round: rounds(trials), seed, better: dataset.objective.better });
}

async function requestRound(
  { sql, dataset, emit }: Searching,
  run: string,
  trials: readonly Trial[],
  planned: readonly Planned[],
): Promise<void> {
  const round = rounds(trials);
  for (const [index, { family, parameters }] of planned.entries()) {
    const trial = trials.length + index;
    const seed = searchSettings().seed + trial;
    await requestTrial(sql, run, dataset.name, { trial, round, family, parameters, seed });
    emit(trialRequested, { run, trial, round, family, parameters, seed });
  }
}

async function close(
  { sql, dataset, emit }: Searching,
  run: string,
  trials: readonly Trial[],
  batch: string | undefined,
): Promise<void> {
  if (trials.some(({ status }) => status === 'finished')) {
    await reached(sql, dataset.name, batch, 'searched');
    emit(trainingSearched, { run });
    return;
  }
  const reason = `none of the ${trials.length} trials could be fitted`;
  await endRun(sql, run, 'FAILED');
  await remember(sql, { name: dataset.name, run, event: 'training failed', reason });
  await ended(sql, dataset.name, batch, 'training failed', reason);
}

const rounds = (trials: readonly Trial[]): number =>
  trials.reduce((most, { round }) => Math.max(most, round + 1), 0);
