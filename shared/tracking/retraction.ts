/** A batch that was wrong is taken back: what its line in the ledger says of that, and those of batches that gain by it. */
import type { Query, Transaction } from '../store/database.ts';
import type { Learner } from './learned.ts';

export interface Retractable {
  /** When it began, as the database writes it: tells it from another of its name, after a reset. */
  readonly began: string;
  readonly stage: string;
  readonly retractedAt: Date | null;
  readonly retractedBecause: string | null;
  readonly retractedBy: string | null;
}

/** @returns undefined when there is no such batch */
export async function retractable(sql: Query, dataset: string, id: string): Promise<Retractable | undefined> {
  const [batch] = await sql<Retractable[]>`
    select started_at::text as began, stage, retracted_at as "retractedAt", retracted_because as "retractedBecause",
           retracted_by as "retractedBy"
    from marea.batches where dataset = ${dataset} and id = ${id}`;
  return batch;
}

/** Whether its rows have been looked at: before, there is nothing to take back. */
export const isCleaned = ({ stage }: Pick<Retractable, 'stage'>): boolean =>
  stage !== 'received' && stage !== 'stored';

export interface Retracting {
  readonly reason: string;
  readonly by: string;
}

/** What came of it. */
export interface Retraction {
  /** Clean rows that left. */
  readonly rows: number;
  /** Rows that came in, as they were duplicates only of these, by batch. */
  readonly restored: Readonly<Record<string, number>>;
  /** Models, and trainings, that have learned from rows of it. */
  readonly learned: readonly Learner[];
  /** Of the training that was asked for. */
  readonly run: string | null;
}

/** The batch is taken back from now on. Its raw rows, rejected rows and counts stay. */
export async function markRetracted(
  tx: Transaction,
  dataset: string,
  id: string,
  { reason, by }: Retracting,
): Promise<void> {
  await tx`
    update marea.batches
    set retracted_at = now(), retracted_because = ${reason}, retracted_by = ${by}, updated_at = now()
    where dataset = ${dataset} and id = ${id}`;
}

export async function noteRetraction(
  tx: Transaction,
  dataset: string,
  id: string,
  retraction: Retraction,
): Promise<void> {
  await tx`
    update marea.batches set retraction = ${tx.json(retraction as never)}
    where dataset = ${dataset} and id = ${id}`;
}

/** Batches that have duplicates and are learned from, in the order in which they came: what they repeat may be gone. */
export async function batchesWithDuplicates(sql: Query, dataset: string): Promise<string[]> {
  const batches = await sql<{ id: string }[]>`
    select id from marea.batches
    where dataset = ${dataset} and duplicate > 0 and retracted_at is null and held is null
    order by started_at, id`;
  return batches.map(({ id }) => id);
}

/** So many of its duplicates are clean rows now. */
export async function restoreDuplicates(
  tx: Transaction,
  dataset: string,
  id: string,
  rows: number,
): Promise<void> {
  await tx`
    update marea.batches set clean = clean + ${rows}, duplicate = duplicate - ${rows}, updated_at = now()
    where dataset = ${dataset} and id = ${id}`;
}

/** Which of these were taken back. */
export async function retractedAmong(
  sql: Query,
  dataset: string,
  batches: readonly string[],
): Promise<string[]> {
  const found = await sql<{ id: string }[]>`
    select id from marea.batches
    where dataset = ${dataset} and id = any(${batches as string[]}) and retracted_at is not null order by id`;
  return found.map(({ id }) => id);
}
