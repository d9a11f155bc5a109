/**
 * The search of a training is over: its best trials become one artifact, proven before anybody is told of it. The run
 * stays open until then, so that no other training of the data set begins.
 */
import { trainingCompleted, trainingSearched } from '../../shared/events/types.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { stage } from '../../shared/runtime/stage.ts';
import { reached } from '../../shared/tracking/batches.ts';
import { lockTraining, readTraining } from '../../shared/tracking/course.ts';
import { endRun, logParams } from '../../shared/tracking/runs.ts';
import { trialsOf } from '../../shared/tracking/trials.ts';
import { makeArtifact } from './artifact.ts';

export const assemble = stage(
  { name: 'assemble', on: trainingSearched, emits: [trainingCompleted] },
  async ({ run }, context) => {
    const { sql, dataset, emit, log } = context;
    const isOpen = (training: Awaited<ReturnType<typeof readTraining>>): boolean => {
      if (training?.status !== 'RUNNING')
        log.info({ run, status: training?.status ?? 'gone' }, 'there is nothing to assemble');
      return training?.status === 'RUNNING';
    };
    if (!isOpen(await readTraining(sql, run))) return;
    const { members } = await makeArtifact(context, run, await trialsOf(sql, run));
    // It may have been closed, or reset, meanwhile: it is locked only now.
    const training = await lockTraining(sql, run);
    if (!isOpen(training)) return;
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

serveStages('assemble', assemble);
