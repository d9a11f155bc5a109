/** One candidate: fitted on the training part, scored on the validation part. Many of these run in parallel. */
import { trialCompleted, trialRequested } from '../../shared/events/types.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { stage } from '../../shared/runtime/stage.ts';
import { completeTrial, statusOf } from '../../shared/tracking/trials.ts';
import { attempt } from './attempt.ts';

export const trial = stage(
  { name: 'trial', on: trialRequested, emits: [trialCompleted] },
  async (request, context) => {
    const { run, trial: number } = request;
    const result = await attempt(request, context);
    await completeTrial(context.sql, run, number, result);
    const { metrics, seconds, error } = result;
    context.emit(trialCompleted, {
      run,
      trial: number,
      status: statusOf(result),
      metrics,
      seconds,
      ...(error ? { error: error.slice(0, 2000) } : {}),
    });
  },
);

serveStages('trial', trial);
