/**
 * Forgets a data set: its rows, batches, models, runs (what notebooks logged to its experiment among them) and objects. Its
 * declaration stays, and its tables are empty.
 *
 * Who is at work on the data set comes to an end first, and nobody begins until all of it is gone, objects too: what a
 * new batch puts beside them is not taken for old. A stage of long work (a fit) is not waited for: it hears of the reset
 * when it begins to write, and so do events that are on their way about what is gone.
 */
import { randomUUID } from 'node:crypto';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { type Changing, type Recording, recorded, sendSoon } from '../../shared/runtime/asking/recorded.ts';
import { HttpError } from '../../shared/runtime/http/http.ts';
import { conflictIn, tryAgain } from '../../shared/store/conflict.ts';
import { apart, type Query, type Transaction } from '../../shared/store/database.ts';
import { ownDataset } from '../../shared/store/locks.ts';
import { BUCKETS, type ObjectStore } from '../../shared/store/objects.ts';
import { remakeTables } from '../../shared/store/tables.ts';
import { forgetTracked } from '../../shared/tracking/forget.ts';

export interface Resetting extends Changing {
  readonly databaseUrl: string;
  readonly objects: ObjectStore;
  readonly reason: string;
}

/** For one lock. Whoever wants to begin waits behind us, so it is asked for a few times rather than for long. */
const LOCK_TIMEOUT = '10s';
const LIMIT_MS = 60_000;

/** @throws HttpError 503 when a stage is at work on the data set for longer than one wants to wait */
export async function reset(resetting: Resetting, dataset: Dataset): Promise<void> {
  const id = randomUUID();
  try {
    await tryAgain(
      () => apart(resetting.databaseUrl, 'reset', (held) => resetAlone(held, resetting, dataset, id)),
      { limitMs: LIMIT_MS },
    );
  } catch (cause) {
    if (conflictIn(cause) === undefined) throw cause;
    throw new HttpError(
      503,
      `a stage is at work on ${dataset.name}: nothing was reset, try again when it has ended`,
    );
  }
  await sendSoon(resetting, id);
}

/** @param held a transaction that only holds the lock: it is open until the objects are gone, too */
async function resetAlone(
  held: Transaction,
  resetting: Resetting,
  dataset: Dataset,
  id: string,
): Promise<void> {
  await held.unsafe(
    `set local lock_timeout = '${LOCK_TIMEOUT}'; set local idle_in_transaction_session_timeout = 0`,
  );
  await ownDataset(held, dataset.name);
  // Nothing is sent while others wait.
  const experiments = await recorded(
    { ...resetting, sink: undefined },
    (tx, { record }) => empty(tx, record, resetting, dataset),
    id,
  );
  // After the commit: objects without rows are harmless, rows without objects are not.
  for (const bucket of BUCKETS) await resetting.objects.removeAll(bucket, `${dataset.name}/`);
  for (const experiment of experiments) await resetting.objects.removeAll('artifacts', `${experiment}/`);
}

/** @returns ids of the experiments that are gone */
async function empty(
  tx: Transaction,
  record: Recording['record'],
  { reason }: Resetting,
  dataset: Dataset,
): Promise<string[]> {
  await tx.unsafe(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
  const experiments = await forget(tx, dataset.name);
  await remakeTables(tx, dataset);
  await record({ action: 'dataset.reset', dataset: dataset.name, reason });
  return experiments;
}

/** Tables whose rows are each of one data set. */
const FORGOTTEN = [
  'batches',
  'stages',
  'dead_letters',
  'drift_history',
  'batch_profiles',
  'inference_logs',
  'feedback',
] as const;

/** What tells of changes is no part of the data set: it goes out. @returns ids of the experiments that are gone */
async function forget(tx: Transaction, name: string): Promise<string[]> {
  await tx`
    delete from marea.outbox
    where event->>'dataset' = ${name} and event->>'type' <> 'dev.marea.change.recorded'`;
  for (const table of FORGOTTEN) await tx`delete from ${tx(`marea.${table}`)} where dataset = ${name}`;
  return await forgetTracked(tx, name);
}

/** How many rows of a table a reset would delete, counted up to `most`. */
export async function countForgotten(
  sql: Query,
  table: (typeof FORGOTTEN)[number],
  dataset: string,
  most: number,
): Promise<number> {
  const [counted] = await sql<{ rows: number }[]>`
    select count(*)::int as rows from (
      select from ${sql(`marea.${table}`)} where dataset = ${dataset} limit ${most}) as found`;
  return counted?.rows ?? 0;
}
