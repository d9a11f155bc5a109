/** A training that is under way: how far it is, and what it was told at its beginning. */
import type { Query, Transaction } from '../store/database.ts';
import type { RunStatus } from './runs.ts';

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
