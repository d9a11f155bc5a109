/** Champion against challenger on the same held-out rows; the better one is, or stays, in production. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { weightsOf } from '../../shared/datasets/weights.ts';
import { modelPromoted, modelRejected, trainingCompleted } from '../../shared/events/types.ts';
import { type Table, takeRows } from '../../shared/ml/table.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { type StageContext, stage } from '../../shared/runtime/stage.ts';
import type { CleanRows } from '../../shared/store/clean-rows.ts';
import type { ObjectStore } from '../../shared/store/objects.ts';
import { uriOf } from '../../shared/store/objects.ts';
import { readSnapshot } from '../../shared/store/snapshot.ts';
import { FILES, MODELS, modelAddress } from '../../shared/tracking/artifact.ts';
import { ended, reached } from '../../shared/tracking/batches.ts';
import { rowsOf } from '../../shared/tracking/parts.ts';
import { logMetrics } from '../../shared/tracking/runs.ts';
import { nextVersion, productionVersion, register, remember } from '../../shared/tracking/versions.ts';
import { workspaceOf } from '../../shared/tracking/workspace.ts';
import { cardFiles } from './card/files.ts';
import { readMaterial } from './card/material.ts';
import { type Contest, decide, type Verdict } from './decide.ts';
import { metricsOf } from './metrics.ts';
import { publish } from './publish.ts';
import { answersOf } from './score.ts';

export const promote = stage('promote', trainingCompleted, async ({ run }, context) => {
  const { sql, dataset, objects, log } = context;
  const name = dataset.name;
  const workspace = workspaceOf(objects, name, run);
  const snapshot = await readSnapshot(objects, workspace.address('snapshot.parquet'), dataset);
  const heldOut = heldOutRows(snapshot);
  const graph = await workspace.read(FILES.graph);
  const material = await readMaterial(context, run, workspace, graph);
  const level = material.metadata.interval?.level;
  const answers = await answersOf(dataset, graph, heldOut, level);
  const metrics = metricsOf(answers, weightsOf(dataset, heldOut));
  const production = await productionVersion(sql, name);
  const champion = production && (await scoreVersion(objects, dataset, production.version, heldOut, level));
  const verdict = decide(dataset, { challenger: metrics, champion, rows: heldOut.rows });

  const version = await nextVersion(sql, name);
  const location = uriOf({ bucket: MODELS, key: `${name}/${version}` });
  const judged = { version, location, snapshot, heldOut, answers, metrics, champion, verdict };
  const card = cardFiles(dataset, material, judged, log);
  await publish(objects, workspace, { dataset: name, version, metrics, promoted: verdict.promoted, card });
  await logMetrics(sql, run, metrics);
  await register(sql, { name, version, run, source: location, metrics, ...verdict });
  if (!card) {
    const reason = 'it could not be made: the log of promote says why';
    await remember(sql, { name, version, run, event: 'no model card', reason });
  }
  await tell(context, verdict, { version, run, previous: production?.version });
});

/** Which version this is, and which was in production before it. */
interface Told {
  readonly version: number;
  readonly run: string;
  readonly previous: number | undefined;
}

async function tell(
  { sql, event, dataset, emit }: StageContext,
  { promoted, reason }: Verdict,
  { version, run, previous }: Told,
): Promise<void> {
  if (promoted) {
    await reached(sql, dataset.name, event.subject, 'promoted');
    emit(modelPromoted, { version, run, reason, ...(previous === undefined ? {} : { previous }) });
  } else {
    await ended(sql, dataset.name, event.subject, 'rejected', reason);
    emit(modelRejected, { run, reason });
  }
}

/** The test part of the challenger's own snapshot: the newest rows are among them, and the champion never saw them. */
function heldOutRows({ table, bucket }: CleanRows): Table {
  const rows = rowsOf(bucket, 'test');
  if (rows.length === 0) throw new Error('no held-out rows: the data set is too small to judge a model');
  return takeRows(table, rows);
}

async function scoreVersion(
  objects: ObjectStore,
  dataset: Dataset,
  version: number,
  table: Table,
  level: number | undefined,
): Promise<NonNullable<Contest['champion']>> {
  const graph = await objects.read(modelAddress(dataset.name, version, FILES.graph));
  const answers = await answersOf(dataset, graph, table, level);
  return { version, metrics: metricsOf(answers, weightsOf(dataset, table)) };
}

serveStages('promote', promote);
