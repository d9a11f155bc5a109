/** Whether a trial is one that its search has planned: nothing else is worth the minutes that a fit takes. */
import { isDeepStrictEqual } from 'node:util';
import { PermanentError } from '../../shared/events/errors.ts';
import { families, isFamily } from '../../shared/ml/models/families.ts';
import { type Rung, rungsFor } from '../../shared/ml/search/halving.ts';
import type { Query } from '../../shared/store/database.ts';
import { type Trial, type TrialPlan, trialNumbered, trialsOf } from '../../shared/tracking/trials.ts';

/**
 * @returns where its fit is compared with earlier ones
 * @throws PermanentError for what was not planned, or not so, and for what has its result
 */
export async function mustBePlanned(sql: Query, run: string, asked: TrialPlan): Promise<Rung[]> {
  const planned = await trialNumbered(sql, run, asked.trial);
  if (!planned) throw new PermanentError(`run ${run} has planned no trial ${asked.trial}`);
  if (!isDeepStrictEqual(planOf(asked), planOf(planned)))
    throw new PermanentError(
      `trial ${asked.trial} of run ${run} was planned as ${told(planned)}, not as ${told(asked)}`,
    );
  if (planned.status !== 'requested') throw hasResult(run, asked.trial);
  return rungsOf(planned, await trialsOf(sql, run));
}

/** Those of earlier rounds had ended when it was planned. */
function rungsOf({ family, parameters, round }: Trial, trials: readonly Trial[]): Rung[] {
  const earlier = trials.filter((trial) => trial.family === family && trial.round < round);
  const climbers = earlier.map(({ curve, status }) => ({ curve, stopped: status === 'stopped' }));
  return isFamily(family) ? rungsFor(families[family], parameters, climbers) : [];
}

export const hasResult = (run: string, trial: number): PermanentError =>
  new PermanentError(`trial ${trial} of run ${run} has its result: it is not made anew`);

const planOf = ({ trial, round, family, parameters, seed }: TrialPlan): TrialPlan => ({
  trial,
  round,
  family,
  parameters,
  seed,
});

const told = (plan: TrialPlan): string => JSON.stringify(planOf(plan)).slice(0, 500);
