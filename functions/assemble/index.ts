/**
 * The search of a training is over: its best trials become one artifact, proven before anybody is told of it. The run
 * stays open until then, so that no other training of the data set begins.
 */
import { Gone, PermanentError } from '../../shared/events/errors.ts';
import { trainingCompleted, trainingSearched } from '../../shared/events/types.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { runIsThere } from '../../shared/runtime/gone.ts';
import type { Logger } from '../../shared/runtime/log.ts';
import { stage } from '../../shared/runtime/stage.ts';
import { reached } from '../../shared/tracking/batches.ts';
import { lockTraining, readTraining, type Training } from '../../shared/tracking/course.ts';
import { endRun, logParams } from '../../shared/tracking/runs.ts';
import { trialsOf } from '../../shared/tracking/trials.ts';
import { makeArtifact } from './artifact.ts';

export const assemble = stage(
  { name: 'assemble', on: trainingSearched, emits: [trainingCompleted], longWork: true },
  async ({ run }, context) => {
    const { sql, dataset, hold, emit, log } = context;
    await runIsThere(context, run);
    if (!isOpen(run, await readTraining(sql, run), log)) return;
    const { members } = await makeArtifact(context, run, await trialsOf(sql, run));
    // It may have been closed meanwhile: it is locked only now.
    await hold();
    const training = await lockTraining(sql, run);
    if (!isOpen(run, training, log)) return;
    const [{ trial: best }] = members;
    await logParams(sql, run, {
      best_trial: best.trial,
      family: best.family,
      averaged_trials: members.map(({ trial }) => trial.trial).join(' '),
    });
    await endRun(sql, run, 'FINISHED');
    await reached(sql, dataset.name, training?.batch ?? undefined, 'trained');
    emit(trainingCompleted, { run, trial: best.trial });
  },
);

/** @throws Gone when there is no such run any more, PermanentError while it is searching */
function isOpen(run: string, training: Training | undefined, log: Logger): boolean {
  if (!training) throw new Gone(`there is no run ${run}: its data set was reset`);
  const { status, searched } = training;
  if (status !== 'RUNNING') log.info({ run, status }, 'there is nothing to assemble');
  else if (!searched) throw new PermanentError(`the search of run ${run} is not over`);
  return status === 'RUNNING';
}

serveStages('assemble', assemble);
