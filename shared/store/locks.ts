/**
 * Locks by name. Transactions take them in one order, so that no two wait for each other:
 *
 *   1. the event (one delivery of it at a time; see once.ts), and the turn of a rollout,
 *   2. the data set: shared by who writes of it or reads its tables, alone by a reset,
 *   3. the turn of `clean` (one batch at a time), shared by who notes which rows a training has read,
 *   4. rows of the platform's tables, and the data set's own tables.
 *
 * What does without the second holds no lock of the fourth for longer than one statement.
 */
import type { Transaction } from './database.ts';

const nameOf = (dataset: string): string => `dataset\n${dataset}`;

/** Until the transaction ends, the data set is not reset. */
export async function shareDataset(tx: Transaction, dataset: string): Promise<void> {
  await tx`select pg_advisory_xact_lock_shared(hashtextextended(${nameOf(dataset)}, 0))`;
}

/** Until the transaction ends, nobody else is at work on the data set. */
export async function ownDataset(tx: Transaction, dataset: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${nameOf(dataset)}, 0))`;
}

const rowsOf = (dataset: string): string => `clean\n${dataset}`;

/** Until the transaction ends, nobody else adds or removes clean rows of the data set. */
export async function ownRows(tx: Transaction, dataset: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${rowsOf(dataset)}, 0))`;
}

/** Until the transaction ends, nobody adds or removes clean rows of the data set. */
export async function shareRows(tx: Transaction, dataset: string): Promise<void> {
  await tx`select pg_advisory_xact_lock_shared(hashtextextended(${rowsOf(dataset)}, 0))`;
}
