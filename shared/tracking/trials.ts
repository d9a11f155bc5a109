/** The trials of a training's search. */
import type { Query } from '../store/database.ts';
import { createRun, endRun, logMetrics, logParams, runIdOf } from './runs.ts';

export interface TrialPlan {
  readonly trial: number;
  readonly round: number;
  readonly family: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly seed: number;
}

export interface Trial extends TrialPlan {
  readonly status: 'requested' | 'finished' | 'failed';
  readonly score: number | null;
  readonly metrics: Readonly<Record<string, number>>;
  readonly seconds: number | null;
}

const trialRunId = (run: string, trial: number): string => runIdOf(run, trial);

export async function requestTrial(sql: Query, run: string, dataset: string, plan: TrialPlan): Promise<void> {
  const id = trialRunId(run, plan.trial);
  await createRun(sql, { id, dataset, name: `trial ${plan.trial}: ${plan.family}`, parent: run });
  await logParams(sql, id, { family: plan.family, seed: plan.seed, ...plan.parameters });
  await sql`
    insert into marea.trials (run_id, trial, round, child_run_id, family, parameters, seed, status)
    values (${run}, ${plan.trial}, ${plan.round}, ${id}, ${plan.family}, ${sql.json(plan.parameters)}, ${plan.seed},
            'requested')`;
}

export interface TrialResult {
  readonly score: number | null;
  readonly metrics: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly error?: string;
}

/** A result without a score is a failure. */
export async function completeTrial(
  sql: Query,
  run: string,
  trial: number,
  result: TrialResult,
): Promise<void> {
  const status = result.score === null ? 'failed' : 'finished';
  await sql`
    update marea.trials set status = ${status}, score = ${result.score}, metrics = ${sql.json(result.metrics)},
      seconds = ${result.seconds}, error = ${result.error ?? null}
    where run_id = ${run} and trial = ${trial}`;
  const id = trialRunId(run, trial);
  await logMetrics(sql, id, result.metrics);
  await endRun(sql, id, status === 'finished' ? 'FINISHED' : 'FAILED');
}

/** All trials of a run, in the order in which they were planned. */
export async function trialsOf(sql: Query, run: string): Promise<Trial[]> {
  return await sql<Trial[]>`
    select trial, round, family, parameters, seed, status, score, metrics, seconds
    from marea.trials where run_id = ${run} order by trial`;
}
