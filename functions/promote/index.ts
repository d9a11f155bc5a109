/** Champion against challenger on the same held-out rows; the better one is, or stays, in production. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { modelPromoted, modelRejected, trainingCompleted } from '../../shared/events/types.ts';
import { type Table, takeRows } from '../../shared/ml/table.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { stage } from '../../shared/runtime/stage.ts';
import type { ObjectStore } from '../../shared/store/objects.ts';
import { uriOf } from '../../shared/store/objects.ts';
import { readSnapshot } from '../../shared/store/snapshot.ts';
import { FILES, MODELS, modelAddress } from '../../shared/tracking/artifact.ts';
import { ended, reached } from '../../shared/tracking/batches.ts';
import { rowsOf } from '../../shared/tracking/parts.ts';
import { logMetrics } from '../../shared/tracking/runs.ts';
import { nextVersion, productionVersion, register } from '../../shared/tracking/versions.ts';
import { type Workspace, workspaceOf } from '../../shared/tracking/workspace.ts';
import { type Contest, decide } from './decide.ts';
import { publish } from './publish.ts';
import { scoreArtifact } from './score.ts';

export const promote = stage(
  'promote',
  trainingCompleted,
  async ({ run }, { event, sql, dataset, objects, emit }) => {
    const name = dataset.name;
    const workspace = workspaceOf(objects, name, run);
    const heldOut = await heldOutRows(objects, workspace, dataset);
    const challenger = await scoreArtifact(dataset, await workspace.read(FILES.graph), heldOut);
    const production = await productionVersion(sql, name);
    const champion = production && (await scoreVersion(objects, dataset, production.version, heldOut));
    const verdict = decide(dataset, { challenger, champion, rows: heldOut.rows });

    const version = await nextVersion(sql, name);
    await publish(objects, workspace, {
      dataset: name,
      version,
      metrics: challenger,
      promoted: verdict.promoted,
    });
    await logMetrics(sql, run, challenger);
    const source = uriOf({ bucket: MODELS, key: `${name}/${version}` });
    await register(sql, { name, version, run, source, metrics: challenger, ...verdict });
    if (verdict.promoted) {
      await reached(sql, name, event.subject, 'promoted');
      const previous = production ? { previous: production.version } : {};
      emit(modelPromoted, { version, run, reason: verdict.reason, ...previous });
    } else {
      await ended(sql, name, event.subject, 'rejected', verdict.reason);
      emit(modelRejected, { run, reason: verdict.reason });
    }
  },
);

/** The test part of the challenger's own snapshot: the newest rows are among them, and the champion never saw them. */
async function heldOutRows(objects: ObjectStore, workspace: Workspace, dataset: Dataset): Promise<Table> {
  const { table, bucket } = await readSnapshot(objects, workspace.address('snapshot.parquet'), dataset);
  const rows = rowsOf(bucket, 'test');
  if (rows.length === 0) throw new Error('no held-out rows: the data set is too small to judge a model');
  return takeRows(table, rows);
}

async function scoreVersion(
  objects: ObjectStore,
  dataset: Dataset,
  version: number,
  table: Table,
): Promise<NonNullable<Contest['champion']>> {
  const graph = await objects.read(modelAddress(dataset.name, version, FILES.graph));
  return { version, metrics: await scoreArtifact(dataset, graph, table) };
}

serveStages('promote', promote);
