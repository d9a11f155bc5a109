/**
 * Forgets a data set: its rows, batches, models, runs and objects. Its declaration stays, and its tables are empty.
 *
 * Who is at work on the data set comes to an end first, and nobody begins until all of it is gone, objects too: what a
 * new batch puts beside them is not taken for old. A stage of long work (a fit) is not waited for: it hears of the reset
 * when it begins to write, and so do events that are on their way about what is gone.
 */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { HttpError } from '../../shared/runtime/http/http.ts';
import { conflictIn, tryAgain } from '../../shared/store/conflict.ts';
import { apart, type Sql, type Transaction } from '../../shared/store/database.ts';
import { ownDataset } from '../../shared/store/locks.ts';
import { BUCKETS, type ObjectStore } from '../../shared/store/objects.ts';
import { remakeTables } from '../../shared/store/tables.ts';
import { forgetTracked } from '../../shared/tracking/forget.ts';

export interface ResetResources {
  readonly databaseUrl: string;
  readonly sql: Sql;
  readonly objects: ObjectStore;
}

/** For one lock. Whoever wants to begin waits behind us, so it is asked for a few times rather than for long. */
const LOCK_TIMEOUT = '10s';
const LIMIT_MS = 60_000;

/** @throws HttpError 503 when a stage is at work on the data set for longer than one wants to wait */
export async function reset(resources: ResetResources, dataset: Dataset): Promise<void> {
  try {
    await tryAgain(
      () => apart(resources.databaseUrl, 'reset', (held) => resetAlone(held, resources, dataset)),
      { limitMs: LIMIT_MS },
    );
  } catch (cause) {
    if (conflictIn(cause) === undefined) throw cause;
    throw new HttpError(
      503,
      `a stage is at work on ${dataset.name}: nothing was reset, try again when it has ended`,
    );
  }
}

/** @param held a transaction that only holds the lock: it is open until the objects are gone, too */
async function resetAlone(
  held: Transaction,
  { sql, objects }: ResetResources,
  dataset: Dataset,
): Promise<void> {
  await held.unsafe(
    `set local lock_timeout = '${LOCK_TIMEOUT}'; set local idle_in_transaction_session_timeout = 0`,
  );
  await ownDataset(held, dataset.name);
  await sql.begin(async (tx) => {
    await tx.unsafe(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
    await forget(tx, dataset.name);
    await remakeTables(tx, dataset);
  });
  // After the commit: objects without rows are harmless, rows without objects are not.
  for (const bucket of BUCKETS) await objects.removeAll(bucket, `${dataset.name}/`);
}

async function forget(tx: Transaction, name: string): Promise<void> {
  await tx`delete from marea.outbox where event->>'dataset' = ${name}`;
  for (const table of [
    'batches',
    'stages',
    'dead_letters',
    'drift_history',
    'batch_profiles',
    'inference_logs',
    'feedback',
  ])
    await tx`delete from ${tx(`marea.${table}`)} where dataset = ${name}`;
  await forgetTracked(tx, name);
}
