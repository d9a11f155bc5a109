/** The beginning of a training: what the data are at this moment, what the models will see of them, the first trials. */

import { partOf } from '../../shared/ml/split.ts';
import { mustStand, takeSnapshot } from '../../shared/runtime/take-snapshot.ts';
import type { CleanRows, ReadRows } from '../../shared/store/clean-rows.ts';
import { reached } from '../../shared/tracking/batches.ts';
import { learnFeatures } from '../../shared/tracking/learn-features.ts';
import { noteLearned } from '../../shared/tracking/learned.ts';
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
  const read = Object.keys(batches);
  await mustStand(context, cause.batch ? [cause.batch, ...read] : read);
  await noteRun(context, run, cause, size);
  await noteLearned(sql, run, batches);
  await reached(sql, dataset.name, cause.batch, 'training');
  await continueSearch(context, run);
}

/** What the data are, as the params of the run tell it. */
type Size = Readonly<Record<string, number>>;

type Stored = { readonly size: Size } & Pick<ReadRows, 'batches'>;

/** Puts all that trials, artifact and card are made of into the run's workspace. */
async function storeData(context: Searching, run: string): Promise<Stored> {
  const { dataset, objects } = context;
  const rows = await takeSnapshot(context, run);
  const workspace = workspaceOf(objects, dataset.name, run);
  const { fitted, data } = learnFeatures(dataset, rows, ['train'], searchSettings().seed);
  await workspace.writeData(data);
  await workspace.writeJson('features.json', fitted);
  const size = { rows: data.matrix.rows, features: data.matrix.names.length, ...partsOf(rows) };
  return { size, batches: rows.batches };
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
