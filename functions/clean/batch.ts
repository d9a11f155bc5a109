/** A batch from its raw rows to its closed line in the ledger: read, counted, and held where too much is unreadable. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { agreedForms } from '../../shared/rows/cleaning/agreement.ts';
import { reasonToHold } from '../../shared/rows/cleaning/hold.ts';
import type { Forms } from '../../shared/rows/cleaning/process.ts';
import type { Transaction } from '../../shared/store/database.ts';
import { ended } from '../../shared/tracking/batches.ts';
import type { StoredBatch } from '../../shared/tracking/ledger.ts';
import { closeLedger } from './ledger.ts';
import { type Cleaned, cleanRows, type Place } from './rows.ts';
import { removeClean } from './store.ts';
import { differentTexts } from './texts.ts';

export async function cleanBatch(place: Place, stored: StoredBatch): Promise<StoredBatch> {
  const { sql, dataset } = place;
  const { forms, duplicate, unreadable } = await readAndStored(place, stored);
  const held = reasonToHold(dataset, unreadable) ?? null;
  const batch = await closeLedger(sql, dataset, stored, { duplicate, forms, unreadable, held });
  if (held !== null) await hold(sql, dataset, batch.id, held);
  return batch;
}

/**
 * Read plainly, as nearly all batches can be. Only where that leaves values unreadable and the columns agree on how
 * they are written, what was stored is undone and the batch read once more.
 */
async function readAndStored(place: Place, batch: StoredBatch): Promise<Cleaned & { readonly forms: Forms }> {
  const { sql, dataset } = place;
  await sql`savepoint plain`;
  const plain = await cleanRows(place, batch);
  const forms = await agreedForms(
    dataset,
    Object.keys(plain.unreadable),
    (name) => differentTexts(sql, dataset.name, batch.id, name),
    batch.reading,
  );
  if (Object.keys(forms).length === 0) return { ...plain, forms };
  await sql`rollback to savepoint plain`;
  return { ...(await cleanRows(place, batch, { forms })), forms };
}

/** Its rows have been counted where they were; they leave, and the chain of the batch ends here. */
async function hold(sql: Transaction, dataset: Dataset, batch: string, reason: string): Promise<void> {
  await removeClean(sql, dataset, batch);
  await ended(sql, dataset.name, batch, 'held', reason);
}
