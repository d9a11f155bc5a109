/** Whether a trial is one that its search has planned: nothing else is worth the minutes that a fit takes. */
import { isDeepStrictEqual } from 'node:util';
import { PermanentError } from '../../shared/events/errors.ts';
import type { Query } from '../../shared/store/database.ts';
import { type TrialPlan, trialNumbered } from '../../shared/tracking/trials.ts';

/** @throws PermanentError for what was not planned, or not so, and for what has its result */
export async function mustBePlanned(sql: Query, run: string, asked: TrialPlan): Promise<void> {
  const planned = await trialNumbered(sql, run, asked.trial);
  if (!planned) throw new PermanentError(`run ${run} has planned no trial ${asked.trial}`);
  if (!isDeepStrictEqual(planOf(asked), planOf(planned)))
    throw new PermanentError(
      `trial ${asked.trial} of run ${run} was planned as ${told(planned)}, not as ${told(asked)}`,
    );
  if (planned.status !== 'requested') throw hasResult(run, asked.trial);
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
