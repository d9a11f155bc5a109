/** Forgets a data set: its rows, batches, models, runs and objects. Its declaration stays, and its tables are empty. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { HttpError } from '../../shared/runtime/http.ts';
import type { Sql, Transaction } from '../../shared/store/database.ts';
import { BUCKETS, type ObjectStore } from '../../shared/store/objects.ts';
import { recreateTables } from '../../shared/store/tables.ts';
import { forgetTracked } from '../../shared/tracking/forget.ts';

/** A stage that is at work on the data set holds its tables until it ends. */
const LOCK_TIMEOUT = '30s';
const LOCK_NOT_AVAILABLE = '55P03';

/** @throws HttpError 503 when a stage is at work on the data set for longer than one wants to wait */
export async function reset(sql: Sql, objects: ObjectStore, dataset: Dataset): Promise<void> {
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
      await forget(tx, dataset.name);
      await recreateTables(tx, dataset);
    });
  } catch (cause) {
    if ((cause as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw cause;
    throw new HttpError(
      503,
      `a stage is at work on ${dataset.name}: nothing was reset, try again when it has ended`,
    );
  }
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
