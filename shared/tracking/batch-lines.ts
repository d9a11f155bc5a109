/** What the ledger tells of batches: the newest of a data set, and one by its name. */

import type { Forms } from '../rows/cleaning/process.ts';
import type { Unreadable } from '../rows/cleaning/unreadable.ts';
import type { Reading } from '../rows/reading/row-file.ts';
import type { Query } from '../store/database.ts';
import type { Retraction } from './retraction.ts';

export interface BatchLine {
  readonly id: string;
  readonly stage: string;
  readonly received: number;
  readonly clean: number;
  readonly rejected: number;
  readonly duplicate: number;
  /** Rejected rows by the name of the rule. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  /** How its file was read; nothing of batches of before that was written down. */
  readonly reading: Partial<Reading>;
  /** How columns are written, by name, where that is not the plain form. */
  readonly forms: Forms;
  readonly unreadable: Unreadable;
  /** Why its rows are kept apart and not learned from; null when they are not. */
  readonly held: string | null;
  /** When it was taken back; its counts stay as they were. */
  readonly retractedAt: Date | null;
  readonly retractedBecause: string | null;
}

export interface Batch extends BatchLine {
  readonly dataset: string;
  readonly origin: string;
  readonly filename: string | null;
  readonly traceparent: string | null;
  /** The event that brought it. */
  readonly source: string;
  readonly eventId: string;
  readonly retractedBy: string | null;
  /** What came of taking it back. */
  readonly retraction: Retraction | null;
}

const line = (sql: Query) => sql`
  id, stage, received, clean, rejected, duplicate, reasons, started_at as "startedAt", ended_at as "endedAt",
  outcome, reason, reading, forms, unreadable, held,
  retracted_at as "retractedAt", retracted_because as "retractedBecause"`;

/** The newest, in the order in which they came. */
export async function newestBatches(sql: Query, dataset: string, limit: number): Promise<BatchLine[]> {
  const newest = await sql<BatchLine[]>`
    select ${line(sql)} from marea.batches where dataset = ${dataset}
    order by started_at desc, id desc limit ${limit}`;
  return [...newest].reverse();
}

/** @returns undefined before `ingest` has begun it */
export async function batchNamed(sql: Query, dataset: string, id: string): Promise<Batch | undefined> {
  const [row] = await sql<Batch[]>`
    select ${line(sql)}, dataset, origin, filename, traceparent, source, event_id as "eventId",
           retracted_by as "retractedBy", retraction
    from marea.batches where dataset = ${dataset} and id = ${id}`;
  return row;
}

export interface BatchFilter {
  /** 'open': those whose chain has not come to its end. */
  readonly outcome?: string | undefined;
  readonly since?: Date | undefined;
  /** Id of the last one of the page before. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** A page of a data set's batches, the newest first. */
export async function pageOfBatches(
  sql: Query,
  dataset: string,
  { outcome, since, before, limit }: BatchFilter,
): Promise<BatchLine[]> {
  return await sql<BatchLine[]>`
    select ${line(sql)} from marea.batches b
    where dataset = ${dataset} and ${ofOutcome(sql, outcome)}
      and (${since ?? null}::timestamptz is null or started_at >= ${since ?? null})
      and (${before ?? null}::text is null
           or (started_at, id) < (select l.started_at, l.id from marea.batches l
                                  where l.dataset = ${dataset} and l.id = ${before ?? null}))
    order by started_at desc, id desc limit ${limit}`;
}

function ofOutcome(sql: Query, outcome: string | undefined) {
  if (outcome === undefined) return sql`true`;
  return outcome === 'open' ? sql`ended_at is null` : sql`outcome = ${outcome}`;
}

/** A batch on an axis of time. */
export interface BatchBar
  extends Pick<
    BatchLine,
    'id' | 'stage' | 'received' | 'clean' | 'startedAt' | 'endedAt' | 'outcome' | 'reason'
  > {
  readonly dataset: string;
}

/** Those that came, or ended, in the last so many hours, or are open; the oldest first, of the newest `limit`. */
export async function batchBars(
  sql: Query,
  names: readonly string[],
  { hours, limit }: { readonly hours: number; readonly limit: number },
): Promise<BatchBar[]> {
  const newest = await sql<BatchBar[]>`
    select dataset, id, stage, received, clean, started_at as "startedAt", ended_at as "endedAt", outcome, reason
    from marea.batches
    where dataset = any(${names})
      and (started_at > now() - make_interval(hours => ${hours}) or ended_at is null
           or ended_at > now() - make_interval(hours => ${hours}))
    order by started_at desc, id desc limit ${limit}`;
  return [...newest].reverse();
}

/** Batches that a person has to look at: whose training failed lately, and those that are held. */
export async function batchesOfConcern(
  sql: Query,
  names: readonly string[],
  { days, limit }: { readonly days: number; readonly limit: number },
): Promise<BatchBar[]> {
  return await sql<BatchBar[]>`
    select dataset, id, stage, received, clean, started_at as "startedAt", ended_at as "endedAt", outcome, reason
    from marea.batches
    where dataset = any(${names}) and outcome in ('training failed', 'held') and retracted_at is null
      and started_at > now() - make_interval(days => ${days})
    order by started_at desc, id desc limit ${limit}`;
}
