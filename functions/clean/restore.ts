/** Rows that were duplicates only of rows that have left come in: batches are cleaned again, in the order in which they came. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { lockedBatch } from '../../shared/runtime/gone.ts';
import type { Transaction } from '../../shared/store/database.ts';
import { batchProfile } from '../../shared/tracking/batch-profile.ts';
import { profileOfBatch, replaceProfile } from '../../shared/tracking/drift-checks.ts';
import { batchesWithDuplicates, restoreDuplicates } from '../../shared/tracking/retraction.ts';
import { cleanRows, type Place } from './rows.ts';

/**
 * @param left how many rows have left: no more than these can come in, so that the rest of the batches is not looked at
 * @returns how many came in, by batch
 */
export async function restore(place: Place, left: number): Promise<Record<string, number>> {
  const { sql, dataset } = place;
  const restored: Record<string, number> = {};
  let missing = left;
  for (const id of missing > 0 ? await batchesWithDuplicates(sql, dataset.name) : []) {
    if (missing === 0) break;
    const batch = await lockedBatch({ sql, dataset }, id);
    const { stored } = await cleanRows(place, batch, { again: true });
    if (stored === 0) continue;
    restored[id] = stored;
    missing -= stored;
    await restoreDuplicates(sql, dataset.name, id, stored);
    await renewProfile(sql, dataset, id);
  }
  return restored;
}

/** With the values counted that it had counted before. A batch that was not checked yet has none, and gets its own. */
async function renewProfile(sql: Transaction, dataset: Dataset, batch: string): Promise<void> {
  const before = await profileOfBatch(sql, dataset.name, batch);
  if (!before) return;
  await replaceProfile(sql, dataset.name, batch, await batchProfile(sql, dataset, batch, before));
}
