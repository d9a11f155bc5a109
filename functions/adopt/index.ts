/**
 * Somebody has registered a model of their own under the name of a data set. It is checked, becomes an artifact like those
 * that are trained here, and is judged as they are; or it is refused, and its version says why.
 */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { trainingCompleted, versionOffered } from '../../shared/events/types.ts';
import { allowedOperators } from '../../shared/onnx/offered/allowed.ts';
import { type Outline, outlineOf } from '../../shared/onnx/offered/outline.ts';
import { RefusedModel } from '../../shared/onnx/offered/refused.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { type StageContext, stage } from '../../shared/runtime/stage.ts';
import { mustStand, takeSnapshot } from '../../shared/runtime/take-snapshot.ts';
import { versionIsThere } from '../../shared/runtime/version-there.ts';
import type { ReadRows } from '../../shared/store/clean-rows.ts';
import {
  noteAdopted,
  type OfferedVersion,
  offeredVersion,
  refuseOffered,
} from '../../shared/tracking/adoption.ts';
import { noteLearned } from '../../shared/tracking/learned.ts';
import { createRun, logParams, runIdOf, setTags } from '../../shared/tracking/runs.ts';
import { workspaceOf } from '../../shared/tracking/workspace.ts';
import { makeArtifact } from './artifact.ts';
import { type Contract, contractOf } from './contract.ts';
import { readSource } from './source.ts';

type Adopting = StageContext<typeof trainingCompleted>;

export const adopt = stage(
  { name: 'adopt', on: versionOffered, emits: [trainingCompleted], longWork: true },
  async ({ version, by }, context) => {
    const { sql, dataset, log } = context;
    await versionIsThere(context, version);
    const offered = await offeredVersion(sql, dataset.name, version);
    if (!offered || offered.reason !== null) {
      log.info({ version, reason: offered?.reason }, 'it was judged before');
      return;
    }
    try {
      await take(context, version, by, offered);
    } catch (error) {
      if (!(error instanceof RefusedModel)) throw error;
      await refuse(context, version, error.message);
    }
  },
);

async function take(context: Adopting, version: number, by: string, offered: OfferedVersion): Promise<void> {
  const { dataset, objects } = context;
  const { graph, declared } = await readSource(objects, offered.source, offered.tags);
  const outline = outlineOf(graph);
  allowedOperators(outline);
  const contract = contractOf(dataset, outline, declared);
  await context.hold();
  const run = runIdOf('adoption', dataset.name, version);
  const rows = await takeSnapshot(context, run);
  await adoptInto(context, { run, brought: graph, outline, contract, rows });
  // What takes long is done: only now is anything written to the database.
  await mustStand(context, Object.keys(rows.batches));
  await note(context, { run, version, by, offered, rows });
  context.emit(trainingCompleted, { run, version });
}

interface Checked {
  readonly run: string;
  readonly brought: Uint8Array;
  readonly outline: Outline;
  readonly contract: Contract;
  readonly rows: ReadRows;
}

async function adoptInto(context: Adopting, { run, ...checked }: Checked): Promise<void> {
  const { dataset, objects, event } = context;
  mustSuffice(dataset, checked.rows);
  const workspace = workspaceOf(objects, dataset.name, run);
  const createdAt = event.time ?? new Date().toISOString();
  await makeArtifact({ ...checked, dataset, workspace, run, createdAt });
}

/** @throws RefusedModel when there are fewer rows than a training would begin with */
function mustSuffice({ training: { minRows }, name }: Dataset, { table: { rows } }: ReadRows): void {
  if (rows >= minRows) return;
  throw new RefusedModel(
    `${name} has ${rows} clean rows, and no model is judged before there are ${minRows}`,
  );
}

interface Noted extends Pick<Checked, 'run' | 'rows'> {
  readonly version: number;
  readonly by: string;
  readonly offered: OfferedVersion;
}

/** The run is the pipeline's own: that of the notebook stays what it is. */
async function note(
  { sql, dataset, trace }: Adopting,
  { run, version, by, offered, rows }: Noted,
): Promise<void> {
  const { name } = dataset;
  await createRun(sql, { id: run, dataset: name, name: `version ${version}, offered`, status: 'FINISHED' });
  await logParams(sql, run, { family: 'offered', version, rows: rows.table.rows });
  await setTags(sql, run, {
    reason: `version ${version} was offered by ${by}`,
    'marea.offered_source': offered.source,
    ...(offered.run ? { 'marea.offered_run': offered.run } : {}),
    traceparent: trace.traceparent,
  });
  await noteLearned(sql, run, rows.batches);
  await noteAdopted(sql, { name, version, run });
}

async function refuse({ sql, dataset, hold, log }: Adopting, version: number, why: string): Promise<void> {
  await hold();
  log.info({ version, why }, 'a model is refused');
  await refuseOffered(sql, { name: dataset.name, version, reason: `refused: ${why}`.slice(0, 2000) });
}

serveStages('adopt', adopt);
