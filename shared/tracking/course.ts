/** The course of a training: how far it is, and what it noted on its way. */
import type { Query, Transaction } from '../store/database.ts';
import type { RunStatus } from './runs.ts';

export interface Course {
  readonly started: Date;
  /** Until its artifact was there; null where it has not come to its end. */
  readonly seconds: number | null;
  /** Trials whose models are averaged in the artifact: numbers, the best first. */
  readonly averaged: readonly number[];
}

/** @throws Error when there is no such run */
export async function courseOf(sql: Query, run: string): Promise<Course> {
  const [row] = await sql<{ started: Date; seconds: number | null }[]>`
    select started_at as started, extract(epoch from ended_at - started_at)::float8 as seconds
    from marea.runs where id = ${run}`;
  if (!row) throw new Error(`there is no run ${run}`);
  return { ...row, averaged: await averagedTrials(sql, run) };
}

async function averagedTrials(sql: Query, run: string): Promise<number[]> {
  const [row] = await sql<{ value: string }[]>`
    select value from marea.params where run_id = ${run} and key in ('averaged_trials', 'best_trial')
    order by key limit 1`;
  return row ? row.value.split(' ').map(Number) : [];
}

export interface Training {
  readonly status: RunStatus;
  /** None when a person asked for it. */
  readonly batch: string | null;
  /** Since its beginning. */
  readonly seconds: number;
  /** Its search is over: what is left is the artifact. */
  readonly searched: boolean;
}

/** @returns undefined when there is no such run, or no longer: the data set was reset */
export async function readTraining(sql: Query, run: string): Promise<Training | undefined> {
  return await trainingOf(sql, run);
}

/** As readTraining; until the transaction ends it is nobody else's. For planning and closing: moments, no work. */
export async function lockTraining(sql: Transaction, run: string): Promise<Training | undefined> {
  await sql`select 1 from marea.runs where id = ${run} for update`;
  return await trainingOf(sql, run);
}

async function trainingOf(sql: Query, run: string): Promise<Training | undefined> {
  const [row] = await sql<Training[]>`
    select status, batch, extract(epoch from clock_timestamp() - started_at)::float8 as seconds,
           exists (select from marea.params p where p.run_id = r.id and p.key = 'search_ended_by') as searched
    from marea.runs r where id = ${run}`;
  return row;
}

/** What all that is drawn in the training starts from. @throws Error when the run has not noted it */
export async function seedOf(sql: Query, run: string): Promise<number> {
  const [row] = await sql<{ value: string }[]>`
    select value from marea.params where run_id = ${run} and key = 'seed'`;
  if (!row) throw new Error(`run ${run} has not noted its seed`);
  return Number(row.value);
}
