/** A batch from its raw rows to its closed line in the ledger: read, counted, and held where too much is unreadable. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { reasonToHold } from '../../shared/rows/cleaning/hold.ts';
import type { Transaction } from '../../shared/store/database.ts';
import { ended } from '../../shared/tracking/batches.ts';
import type { StoredBatch } from '../../shared/tracking/ledger.ts';
import { closeLedger } from './ledger.ts';
import { cleanRows } from './rows.ts';
import { removeClean } from './store.ts';

export async function cleanBatch(
  sql: Transaction,
  dataset: Dataset,
  stored: StoredBatch,
): Promise<StoredBatch> {
  const { duplicate, unreadable } = await cleanRows(sql, dataset, stored);
  const held = reasonToHold(dataset, unreadable) ?? null;
  const batch = await closeLedger(sql, dataset, stored, { duplicate, unreadable, held });
  if (held !== null) await hold(sql, dataset, batch.id, held);
  return batch;
}

/** Its rows have been counted where they were; they leave, and the chain of the batch ends here. */
async function hold(sql: Transaction, dataset: Dataset, batch: string, reason: string): Promise<void> {
  await removeClean(sql, dataset, batch);
  await ended(sql, dataset.name, batch, 'held', reason);
}
