/** Champion against challenger on the same held-out rows; the better one is, or stays, in production. */
import { weightsOf } from '../../shared/datasets/weights.ts';
import { modelApproved, modelPromoted, modelRejected, trainingCompleted } from '../../shared/events/types.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { type StageContext, stage } from '../../shared/runtime/stage.ts';
import { uriOf } from '../../shared/store/objects.ts';
import { readSnapshot } from '../../shared/store/snapshot.ts';
import { FILES, MODELS, type ModelMetadata } from '../../shared/tracking/artifact.ts';
import { ended, reached } from '../../shared/tracking/batches.ts';
import { answersOf } from '../../shared/tracking/held-out/answers.ts';
import { metricsOf } from '../../shared/tracking/held-out/metrics.ts';
import { heldOutRows } from '../../shared/tracking/held-out/rows.ts';
import { scoreVersion } from '../../shared/tracking/held-out/version.ts';
import { logMetrics } from '../../shared/tracking/runs.ts';
import { nextVersion, productionVersion, register } from '../../shared/tracking/versions.ts';
import { workspaceOf } from '../../shared/tracking/workspace.ts';
import { decide, type Verdict } from './decide.ts';
import { publish } from './publish.ts';

export const promote = stage('promote', trainingCompleted, async ({ run }, context) => {
  const { sql, dataset, objects } = context;
  const name = dataset.name;
  const workspace = workspaceOf(objects, name, run);
  const snapshot = await readSnapshot(objects, workspace.address('snapshot.parquet'), dataset);
  const heldOut = heldOutRows(snapshot);
  const graph = await workspace.read(FILES.graph);
  const { interval } = await workspace.readJson<ModelMetadata>(FILES.metadata);
  const level = interval?.level;
  const answers = await answersOf(dataset, graph, heldOut, level);
  const metrics = metricsOf(answers, weightsOf(dataset, heldOut));
  const production = await productionVersion(sql, name);
  const champion = production && (await scoreVersion(objects, dataset, production.version, heldOut, level));
  const verdict = decide(dataset, { challenger: metrics, champion, rows: heldOut.rows });

  const version = await nextVersion(sql, name);
  const location = uriOf({ bucket: MODELS, key: `${name}/${version}` });
  await publish(objects, workspace, { dataset: name, version, metrics, promoted: verdict.promoted });
  await logMetrics(sql, run, metrics);
  await register(sql, { name, version, run, source: location, metrics, ...verdict });
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
    emit(modelApproved, { version, run, reason, ...(previous === undefined ? {} : { champion: previous }) });
    emit(modelPromoted, { version, run, reason, ...(previous === undefined ? {} : { previous }) });
  } else {
    await ended(sql, dataset.name, event.subject, 'rejected', reason);
    emit(modelRejected, { version, run, reason, ...(previous === undefined ? {} : { champion: previous }) });
  }
}

serveStages('promote', promote);
