/** One candidate: fitted on the training part, scored on the validation part. Many of these run in parallel. */
import { trialCompleted, trialRequested } from '../../shared/events/types.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { runIsThere } from '../../shared/runtime/gone.ts';
import { stage } from '../../shared/runtime/stage.ts';
import { completeTrial, statusOf } from '../../shared/tracking/trials.ts';
import { attempt } from './attempt.ts';
import { hasResult, mustBePlanned } from './planned.ts';

export const trial = stage(
  { name: 'trial', on: trialRequested, emits: [trialCompleted], longWork: true },
  async (request, context) => {
    const { run, trial: number } = request;
    await runIsThere(context, run);
    const rungs = await mustBePlanned(context.sql, run, request);
    const result = await attempt({ ...request, rungs }, context);
    await context.hold();
    if (!(await completeTrial(context.sql, run, number, result))) throw hasResult(run, number);
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
