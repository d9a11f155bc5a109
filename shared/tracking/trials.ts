/** The trials of a training's search. */
import type { Progress } from '../ml/search/halving.ts';
import type { Query } from '../store/database.ts';
import { createRun, endRun, logMetrics, logParams, runIdOf, setTags } from './runs.ts';

export interface TrialPlan {
  readonly trial: number;
  readonly round: number;
  readonly family: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly seed: number;
}

export interface Trial extends TrialPlan {
  readonly status: 'requested' | TrialStatus;
  readonly score: number | null;
  readonly metrics: Readonly<Record<string, number>>;
  readonly seconds: number | null;
  /** The validation loss on the way, where the family learns in rounds. */
  readonly curve: readonly Progress[];
}

/** stopped: given up on the way, with the score that it had by then. */
export type TrialStatus = 'finished' | 'stopped' | 'failed';

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
  readonly curve: readonly Progress[];
  /** Why it was given up, when it was. */
  readonly stopped?: string;
  readonly error?: string;
}

/** A result without a score is a failure. */
export function statusOf({ score, stopped }: TrialResult): TrialStatus {
  if (score === null) return 'failed';
  return stopped ? 'stopped' : 'finished';
}

/**
 * Once for each trial. In MLflow's terms a trial that was given up is a finished run, as it has its metrics; the tag
 * `stopped` says at which round and why.
 * @returns whether it was open: a result that is there stays as it is
 */
export async function completeTrial(
  sql: Query,
  run: string,
  trial: number,
  result: TrialResult,
): Promise<boolean> {
  const status = statusOf(result);
  const { count } = await sql`
    update marea.trials set status = ${status}, score = ${result.score}, metrics = ${sql.json(result.metrics)},
      seconds = ${result.seconds}, curve = ${sql.json(result.curve.map((point) => ({ ...point })))}, error = ${result.error ?? null}
    where run_id = ${run} and trial = ${trial} and status = 'requested'`;
  if (count === 0) return false;
  const id = trialRunId(run, trial);
  await logMetrics(sql, id, result.metrics);
  for (const { rounds, loss } of result.curve) await logMetrics(sql, id, { validation_loss: loss }, rounds);
  if (result.stopped) await setTags(sql, id, { stopped: result.stopped });
  await endRun(sql, id, status === 'failed' ? 'FAILED' : 'FINISHED');
  return true;
}

/** One of them, if it was planned. */
export async function trialNumbered(sql: Query, run: string, trial: number): Promise<Trial | undefined> {
  const [row] = await sql<Trial[]>`
    select trial, round, family, parameters, seed, status, score, metrics, seconds, curve
    from marea.trials where run_id = ${run} and trial = ${trial}`;
  return row;
}

/** All trials of a run, in the order in which they were planned. */
export async function trialsOf(sql: Query, run: string): Promise<Trial[]> {
  return await sql<Trial[]>`
    select trial, round, family, parameters, seed, status, score, metrics, seconds, curve
    from marea.trials where run_id = ${run} order by trial`;
}

/** A trial as it is told to people. */
export interface TrialLine extends Pick<Trial, 'trial' | 'round' | 'family' | 'status' | 'score'> {
  /** Why it could not be fitted. */
  readonly error: string | null;
}

/** Of a run, in the order in which they were planned. */
export async function trialLines(sql: Query, run: string): Promise<TrialOnStrip[]> {
  return await sql<TrialOnStrip[]>`
    select trial, round, family, status, score, seconds, error, child_run_id as run
    from marea.trials where run_id = ${run} order by trial`;
}

/** A trial among all of its run. */
export interface TrialOnStrip extends TrialLine, Pick<Trial, 'seconds'> {
  /** Its own, nested run. */
  readonly run: string;
}

/** Of all trainings that the batch has caused. */
export async function trialsOfBatch(sql: Query, dataset: string, batch: string): Promise<TrialLine[]> {
  return await sql<TrialLine[]>`
    select t.trial, t.round, t.family, t.status, t.score, t.error
    from marea.trials t join marea.runs r on r.id = t.run_id
    where r.dataset = ${dataset} and r.batch = ${batch} order by t.run_id, t.trial`;
}

export interface TrialCount {
  readonly dataset: string;
  readonly status: Trial['status'];
  readonly trials: number;
}

export async function countTrials(sql: Query, names: readonly string[]): Promise<TrialCount[]> {
  return await sql<TrialCount[]>`
    select r.dataset, t.status, count(*)::float8 as trials
    from marea.trials t join marea.runs r on r.id = t.run_id
    where r.dataset = any(${names}) group by r.dataset, t.status`;
}
