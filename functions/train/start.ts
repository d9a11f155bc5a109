/** The beginning of a training: what the data are at this moment, what the models will see of them, the first trials. */

import { withHistory } from '../../shared/datasets/history.ts';
import { profileKinds } from '../../shared/datasets/kinds.ts';
import { partOf } from '../../shared/ml/split.ts';
import { profileOf } from '../../shared/stats/profile/profile-of.ts';
import { type CleanRows, readCleanRows } from '../../shared/store/clean-rows.ts';
import { writeSnapshot } from '../../shared/store/snapshot.ts';
import { reached } from '../../shared/tracking/batches.ts';
import { learnFeatures } from '../../shared/tracking/learn-features.ts';
import { createRun, logParams, runIdOf, setTags } from '../../shared/tracking/runs.ts';
import { workspaceOf } from '../../shared/tracking/workspace.ts';
import { continueSearch, type Searching } from './search.ts';
import { searchSettings } from './settings.ts';

export interface TrainingCause {
  /** None when a person asked. */
  readonly batch?: string;
  readonly reason: string;
}

export async function startTraining(context: Searching, { batch, reason }: TrainingCause): Promise<void> {
  const { sql, dataset, objects, event, trace, log } = context;
  const { seed, trials, seconds } = searchSettings();
  const run = runIdOf('training', event.source, event.id);
  const read = await readCleanRows(sql, dataset);
  const rows = { ...read, table: withHistory(dataset, read.table, read.bucket) };
  const workspace = workspaceOf(objects, dataset.name, run);
  await writeSnapshot(objects, workspace.address('snapshot.parquet'), dataset, rows);
  const { fitted, data } = learnFeatures(dataset, rows, ['train'], seed);
  const { matrix } = data;
  await workspace.writeData(data);
  await workspace.writeJson('features.json', fitted);
  await workspace.writeJson('profile.json', profileOf(rows.table, profileKinds(dataset)));
  log.info({ run, rows: matrix.rows, features: matrix.names.length }, 'training');

  await createRun(sql, {
    id: run,
    dataset: dataset.name,
    name: `training ${run.slice(0, 8)}`,
    ...(batch ? { batch } : {}),
  });
  await logParams(sql, run, {
    seed,
    trials,
    seconds,
    rows: matrix.rows,
    features: matrix.names.length,
    ...partsOf(rows),
  });
  await setTags(sql, run, { reason, traceparent: trace.traceparent });
  await reached(sql, dataset.name, batch, 'training');
  await continueSearch(context, run);
}

function partsOf({ bucket }: CleanRows): Record<string, number> {
  const counts: Record<string, number> = { train: 0, validation: 0, calibration: 0, test: 0 };
  for (const one of bucket) counts[partOf(one)] = (counts[partOf(one)] ?? 0) + 1;
  return counts;
}
