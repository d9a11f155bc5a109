/** The ledger: each batch has a line, which those write that count its rows. The table checks the sum. */
import type { Forms } from '../rows/cleaning/process.ts';
import type { Unreadable } from '../rows/cleaning/unreadable.ts';
import type { Reading } from '../rows/reading/row-file.ts';
import type { Query, Transaction } from '../store/database.ts';

export interface NewBatch {
  readonly dataset: string;
  readonly id: string;
  readonly origin: 'source' | 'user';
  /** The event that brings it. */
  readonly source: string;
  readonly eventId: string;
  readonly filename: string | undefined;
  readonly traceparent: string;
  /** Subject of the principal, where the event has come by a door that asks. */
  readonly offeredBy?: string | undefined;
}

/**
 * Opens the batch's line. A second event with the same id of batch waits here for the first one.
 * @returns whether there was none of this name yet
 */
export async function beginBatch(sql: Query, batch: NewBatch): Promise<boolean> {
  const opened = await sql`
    insert into marea.batches (dataset, id, source, event_id, origin, filename, stage, traceparent,
                               offered_by)
    values (${batch.dataset}, ${batch.id}, ${batch.source}, ${batch.eventId}, ${batch.origin},
            ${batch.filename ?? null}, 'received', ${batch.traceparent},
            ${batch.offeredBy ?? null})
    on conflict (dataset, id) do nothing`;
  return opened.count > 0;
}

type Named = Pick<NewBatch, 'dataset' | 'id'>;

export interface ReadBatch {
  /** Where the batch is as it came. */
  readonly object: string;
  /** How many rows it has. */
  readonly received: number;
  readonly reading: Reading;
}

/** All rows are stored. */
export async function closeBatch(
  sql: Query,
  { dataset, id }: Named,
  { object, received, reading }: ReadBatch,
): Promise<void> {
  await sql`
    update marea.batches set stage = 'stored', object = ${object}, received = ${received},
      reading = ${sql.json({ ...reading })}, updated_at = now()
    where dataset = ${dataset} and id = ${id}`;
}

export interface StoredBatch {
  readonly id: string;
  readonly origin: string;
  readonly stage: string;
  /** Days since 1970-01-01 on which it came. */
  readonly day: number;
  readonly received: number;
  readonly clean: number;
  readonly rejected: number;
  readonly duplicate: number;
  /** How its file was read; empty for batches of before there was anything to say. */
  readonly reading: Partial<Reading>;
  readonly forms: Forms;
  /** Why its rows are kept apart and not learned from; null when they are not. */
  readonly held: string | null;
  /** It was taken back: its rows are in the clean data no more. */
  readonly retracted: boolean;
}

/** Locks the line until the transaction ends. */
export async function lockBatch(
  tx: Transaction,
  dataset: string,
  id: string,
): Promise<StoredBatch | undefined> {
  const [batch] = await tx<StoredBatch[]>`
    select id, origin, stage, (started_at at time zone 'utc')::date - date '1970-01-01' as day,
           received, clean, rejected, duplicate, reading, forms, held, retracted_at is not null as retracted
    from marea.batches where dataset = ${dataset} and id = ${id} for update`;
  return batch;
}

export interface Counts extends Pick<StoredBatch, 'clean' | 'rejected' | 'duplicate' | 'forms' | 'held'> {
  /** Rejected rows by the name of the rule. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly unreadable: Unreadable;
}

/** Each row is counted in one of three. @throws when they do not add up to what was received */
export async function closeCounts(
  sql: Query,
  { dataset, id }: Named,
  { clean, rejected, duplicate, forms, held, reasons, unreadable }: Counts,
): Promise<void> {
  await sql`
    update marea.batches set stage = 'cleaned', clean = ${clean}, rejected = ${rejected}, duplicate = ${duplicate},
      reasons = ${sql.json(reasons)}, forms = ${sql.json(forms as never)},
      unreadable = ${sql.json(unreadable as never)}, held = ${held}, updated_at = now()
    where dataset = ${dataset} and id = ${id}`;
}
