/** What the ledger knows of values that were there and could not be read, and of batches that are held for them. */
import type { Unreadable } from '../rows/cleaning/unreadable.ts';
import type { Query } from '../store/database.ts';
import { learnedFrom } from './batch-counts.ts';

/** Of one batch; of one that is not there nothing. */
export async function unreadableOf(sql: Query, dataset: string, id: string): Promise<Unreadable> {
  const [batch] = await sql<{ unreadable: Unreadable }[]>`
    select unreadable from marea.batches where dataset = ${dataset} and id = ${id}`;
  return batch?.unreadable ?? {};
}

export interface UnreadableSum {
  readonly column: string;
  readonly values: number;
  /** Of so many that were there, in the batches that had unreadable ones. */
  readonly of: number;
  readonly batches: number;
}

/** Of the batches that a training at that time could learn from; the column with most comes first. */
export async function unreadableUntil(sql: Query, dataset: string, until: Date): Promise<UnreadableSum[]> {
  return await sql<UnreadableSum[]>`
    select key as column, sum((value->>'values')::float8)::float8 as values,
           sum((value->>'of')::float8)::float8 as of, count(*)::float8 as batches
    from marea.batches, jsonb_each(unreadable)
    where dataset = ${dataset} and ${learnedFrom(sql, until)}
    group by key order by 2 desc, 1`;
}

/** Ids of batches that came until then and were held, the newest first. */
export async function heldUntil(sql: Query, dataset: string, until: Date): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from marea.batches
    where dataset = ${dataset} and started_at <= ${until} and held is not null order by started_at desc, id`;
  return rows.map(({ id }) => id);
}

export interface UnreadableValues {
  readonly dataset: string;
  readonly column: string;
  readonly values: number;
}

/** Over all batches. */
export async function unreadableValues(sql: Query): Promise<UnreadableValues[]> {
  return await sql<UnreadableValues[]>`
    select dataset, key as column, sum((value->>'values')::float8)::float8 as values
    from marea.batches cross join lateral jsonb_each(unreadable) group by dataset, key`;
}

export interface HeldBatches {
  readonly dataset: string;
  readonly batches: number;
}

/** Batches that wait for a person: held and not taken back. */
export async function heldBatches(sql: Query): Promise<HeldBatches[]> {
  return await sql<HeldBatches[]>`
    select dataset, count(*)::float8 as batches from marea.batches
    where held is not null and retracted_at is null group by dataset`;
}
