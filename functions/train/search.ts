/** The search for the best candidate: rounds of trials, each planned from the results of those before. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { trainingCompleted, trialRequested } from '../../shared/events/types.ts';
import { type Planned, plan, type Tried } from '../../shared/ml/search/plan.ts';
import type { StageContext } from '../../shared/runtime/stage.ts';
import { ended, reached } from '../../shared/tracking/batches.ts';
import { endRun } from '../../shared/tracking/runs.ts';
import { requestTrial, type Trial, trialsOf } from '../../shared/tracking/trials.ts';
import { remember } from '../../shared/tracking/versions.ts';
import { assemble } from './assemble.ts';
import { searchSettings } from './settings.ts';

/**
 * Called at the beginning and after each trial. Plans the next round when all of one are there, and closes the
 * training after the last. Trials end in any order, so the run is locked: one of them sees that it is the last.
 */
export async function continueSearch(context: StageContext, run: string): Promise<void> {
  const { sql, dataset } = context;
  const [row] = await sql<{ status: string; batch: string | null }[]>`
    select status, batch from marea.runs where id = ${run} for update`;
  if (row?.status !== 'RUNNING') return;
  const trials = await trialsOf(sql, run);
  if (trials.some((trial) => trial.status === 'requested')) return;
  const next = plannedAfter(dataset, trials);
  if (next.length > 0) await requestRound(context, run, trials, next);
  else await close(context, run, trials, row.batch ?? undefined);
}

function plannedAfter(dataset: Dataset, trials: readonly Trial[]): readonly Planned[] {
  const history: Tried[] = trials.map(({ family, parameters, score }) => ({
    family: family as Tried['family'],
    parameters,
    score: score ?? undefined,
  }));
  const { trials: budget, seed } = searchSettings(process.env);
  return plan({ history, budget, round: rounds(trials), seed, better: dataset.objective.better });
}

async function requestRound(
  { sql, dataset, emit }: StageContext,
  run: string,
  trials: readonly Trial[],
  planned: readonly Planned[],
): Promise<void> {
  const round = rounds(trials);
  for (const [index, { family, parameters }] of planned.entries()) {
    const trial = trials.length + index;
    const seed = searchSettings(process.env).seed + trial;
    await requestTrial(sql, run, dataset.name, { trial, round, family, parameters, seed });
    emit(trialRequested, { run, trial, round, family, parameters, seed });
  }
}

async function close(
  context: StageContext,
  run: string,
  trials: readonly Trial[],
  batch: string | undefined,
): Promise<void> {
  const { sql, dataset, emit } = context;
  const best = bestOf(trials, dataset.objective.better);
  if (!best) {
    const reason = `none of the ${trials.length} trials could be fitted`;
    await endRun(sql, run, 'FAILED');
    await remember(sql, { name: dataset.name, run, event: 'training failed', reason });
    await ended(sql, dataset.name, batch, 'training failed', reason);
    return;
  }
  await assemble(context, run, best);
  await endRun(sql, run, 'FINISHED');
  await reached(sql, dataset.name, batch, 'trained');
  emit(trainingCompleted, { run, trial: best.trial });
}

/** The finished trial with the best score; of equals the first. */
export function bestOf(trials: readonly Trial[], better: 'higher' | 'lower'): Trial | undefined {
  const sign = better === 'higher' ? 1 : -1;
  const finished = trials.filter((trial) => trial.score !== null);
  return finished.reduce<Trial | undefined>(
    (best, trial) => (best && sign * (best.score ?? 0) >= sign * (trial.score ?? 0) ? best : trial),
    undefined,
  );
}

const rounds = (trials: readonly Trial[]): number =>
  trials.reduce((most, { round }) => Math.max(most, round + 1), 0);
