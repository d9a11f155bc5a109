/** Ends an event about what is gone: a reset forgets a data set while events about it are on their way. */
import { Gone } from '../events/errors.ts';
import { hasBatch, hasRun } from '../tracking/there.ts';
import type { StageContext } from './stage.ts';

type Asking = Pick<StageContext, 'sql' | 'dataset'>;

/** @throws Gone when the data set has no such batch */
export async function batchIsThere({ sql, dataset: { name } }: Asking, batch: string): Promise<void> {
  if (!(await hasBatch(sql, name, batch))) throw new Gone(`there is no batch "${batch}" of ${name} any more`);
}

/** @throws Gone when the data set has no such run */
export async function runIsThere({ sql, dataset: { name } }: Asking, run: string): Promise<void> {
  if (!(await hasRun(sql, name, run))) throw new Gone(`there is no run ${run} of ${name} any more`);
}
