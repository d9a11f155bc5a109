/** Ends an event about what is gone: a reset forgets a data set while events about it are on their way. */
import { Gone } from '../events/errors.ts';
import { lockBatch, type StoredBatch } from '../tracking/ledger.ts';
import { hasBatch, hasRun } from '../tracking/there.ts';
import type { StageContext } from './stage.ts';

type Asking = Pick<StageContext, 'sql' | 'dataset'>;

/** @throws Gone when the data set has no such batch */
export async function batchIsThere({ sql, dataset: { name } }: Asking, batch: string): Promise<void> {
  if (!(await hasBatch(sql, name, batch))) throw noBatch(name, batch);
}

/** Locks the batch's line in the ledger until the transaction ends. @throws Gone when the data set has no such batch */
export async function lockedBatch({ sql, dataset: { name } }: Asking, id: string): Promise<StoredBatch> {
  const batch = await lockBatch(sql, name, id);
  if (!batch) throw noBatch(name, id);
  return batch;
}

const noBatch = (dataset: string, batch: string): Gone =>
  new Gone(`there is no batch "${batch}" of ${dataset} any more`);

/** @throws Gone when the data set has no such run */
export async function runIsThere({ sql, dataset: { name } }: Asking, run: string): Promise<void> {
  if (!(await hasRun(sql, name, run))) throw new Gone(`there is no run ${run} of ${name} any more`);
}
