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
