/** The ledger of a batch: every raw row is clean, rejected or a duplicate. The table checks the sum. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Transaction } from '../../shared/store/database.ts';
import { type Counts, closeCounts, type StoredBatch } from '../../shared/tracking/ledger.ts';

/** What is known of a batch without a look into the tables. */
export type Found = Pick<Counts, 'duplicate' | 'forms' | 'unreadable' | 'held'>;

/**
 * Closes the count. `clean` and `rejected` are counted in the tables, `received` was counted by ingest, so an error
 * in any of them breaks the constraint instead of going unseen.
 */
export async function closeLedger(
  sql: Transaction,
  dataset: Dataset,
  batch: StoredBatch,
  found: Found,
): Promise<StoredBatch> {
  const [counted] = await sql<{ clean: number }[]>`
    select count(*)::int as clean from ${sql(`${dataset.name}.clean_data`)} where batch = ${batch.id}`;
  const byReason = await sql<{ reason: string; rows: number }[]>`
    select reason, count(*)::int as rows from ${sql(`${dataset.name}.rejected`)}
    where batch = ${batch.id} group by reason order by reason`;
  const clean = counted?.clean ?? 0;
  const rejected = byReason.reduce((sum, { rows }) => sum + rows, 0);
  const reasons = Object.fromEntries(byReason.map(({ reason, rows }) => [reason, rows]));
  const counts = { ...found, clean, rejected };
  await closeCounts(sql, { dataset: dataset.name, id: batch.id }, { ...counts, reasons });
  return { ...batch, ...counts };
}
