/** The beginning of a training: what the data are at this moment, what the models will see of them, the first trials. */

import { withHistory } from '../../shared/datasets/history.ts';
import { profileKinds } from '../../shared/datasets/kinds.ts';
import { PassingError } from '../../shared/events/errors.ts';
import { partOf } from '../../shared/ml/split.ts';
import { profileOf } from '../../shared/stats/profile/profile-of.ts';
import { type CleanRows, type ReadRows, readCleanRows } from '../../shared/store/clean-rows.ts';
import { shareRows } from '../../shared/store/locks.ts';
import { writeSnapshot } from '../../shared/store/snapshot.ts';
import { reached } from '../../shared/tracking/batches.ts';
import { learnFeatures } from '../../shared/tracking/learn-features.ts';
import { noteLearned } from '../../shared/tracking/learned.ts';
import { retractedAmong } from '../../shared/tracking/retraction.ts';
import { createRun, logParams, setTags, trainingRunOf } from '../../shared/tracking/runs.ts';
import { workspaceOf } from '../../shared/tracking/workspace.ts';
import { continueSearch, type Searching } from './search.ts';
import { searchSettings } from './settings.ts';

export interface TrainingCause {
  /** None when a person asked. */
  readonly batch?: string;
  readonly reason: string;
}

export async function startTraining(context: Searching, cause: TrainingCause): Promise<void> {
  const { sql, dataset, event, log } = context;
  const run = trainingRunOf(event);
  const { size, batches } = await storeData(context, run);
  log.info({ run, ...size }, 'training');
  // What takes long is done: only now is anything written to the database.
  await mustStand(context, cause, Object.keys(batches));
  await noteRun(context, run, cause, size);
  await noteLearned(sql, run, batches);
  await reached(sql, dataset.name, cause.batch, 'training');
  await continueSearch(context, run);
}

/**
 * What was taken back while it was read is not to be learned from. From here on nothing is taken back until the run is
 * there, and whoever takes something back sees it.
 * @throws PassingError when something was: it is read anew
 */
async function mustStand(
  { sql, dataset }: Searching,
  { batch }: TrainingCause,
  read: readonly string[],
): Promise<void> {
  await shareRows(sql, dataset.name);
  const [gone] = await retractedAmong(sql, dataset.name, batch ? [batch, ...read] : read);
  if (gone !== undefined)
    throw new PassingError(`batch "${gone}" was taken back while its rows were read: they are read anew`);
}

/** What the data are, as the params of the run tell it. */
type Size = Readonly<Record<string, number>>;

type Stored = { readonly size: Size } & Pick<ReadRows, 'batches'>;

/** Puts all that trials, artifact and card are made of into the run's workspace. */
async function storeData({ sql, dataset, objects }: Searching, run: string): Promise<Stored> {
  const read = await readCleanRows(sql, dataset);
  const rows = { ...read, table: withHistory(dataset, read.table, read.bucket) };
  const workspace = workspaceOf(objects, dataset.name, run);
  await writeSnapshot(objects, workspace.address('snapshot.parquet'), dataset, rows);
  const { fitted, data } = learnFeatures(dataset, rows, ['train'], searchSettings().seed);
  await workspace.writeData(data);
  await workspace.writeJson('features.json', fitted);
  await workspace.writeJson('profile.json', profileOf(rows.table, profileKinds(dataset)));
  const size = { rows: data.matrix.rows, features: data.matrix.names.length, ...partsOf(rows) };
  return { size, batches: read.batches };
}

async function noteRun(
  { sql, dataset, trace }: Searching,
  id: string,
  { batch, reason }: TrainingCause,
  size: Size,
): Promise<void> {
  const name = `training ${id.slice(0, 8)}`;
  await createRun(sql, { id, dataset: dataset.name, name, ...(batch ? { batch } : {}) });
  await logParams(sql, id, { ...searchSettings(), ...size });
  await setTags(sql, id, { reason, traceparent: trace.traceparent });
}

function partsOf({ bucket }: CleanRows): Record<string, number> {
  const counts: Record<string, number> = { train: 0, validation: 0, calibration: 0, test: 0 };
  for (const one of bucket) counts[partOf(one)] = (counts[partOf(one)] ?? 0) + 1;
  return counts;
}
