/**
 * What the data are at this moment, for a training or for a model that was offered: rows and their profile, put into the
 * run's workspace.
 */
import type { Dataset } from '../datasets/declaration.ts';
import { withHistory } from '../datasets/history.ts';
import { profileKinds } from '../datasets/kinds.ts';
import { PassingError } from '../events/errors.ts';
import { profileOf } from '../stats/profile/profile-of.ts';
import { type ReadRows, readCleanRows } from '../store/clean-rows.ts';
import type { Transaction } from '../store/database.ts';
import { shareRows } from '../store/locks.ts';
import type { ObjectStore } from '../store/objects.ts';
import { writeSnapshot } from '../store/snapshot.ts';
import { retractedAmong } from '../tracking/retraction.ts';
import { workspaceOf } from '../tracking/workspace.ts';

interface Taking {
  readonly sql: Transaction;
  readonly dataset: Dataset;
  readonly objects: ObjectStore;
}

export async function takeSnapshot({ sql, dataset, objects }: Taking, run: string): Promise<ReadRows> {
  const read = await readCleanRows(sql, dataset);
  const rows = { ...read, table: withHistory(dataset, read.table, read.bucket) };
  const workspace = workspaceOf(objects, dataset.name, run);
  await writeSnapshot(objects, workspace.address('snapshot.parquet'), dataset, rows);
  await workspace.writeJson('profile.json', profileOf(rows.table, profileKinds(dataset)));
  return rows;
}

/**
 * What was taken back while it was read is not to be learned from. From here on nothing is taken back until the run is
 * there, and whoever takes something back sees it.
 * @throws PassingError when something was: it is read anew
 */
export async function mustStand(
  { sql, dataset }: Pick<Taking, 'sql' | 'dataset'>,
  batches: readonly string[],
): Promise<void> {
  await shareRows(sql, dataset.name);
  const [gone] = await retractedAmong(sql, dataset.name, batches);
  if (gone !== undefined)
    throw new PassingError(`batch "${gone}" was taken back while its rows were read: they are read anew`);
}
