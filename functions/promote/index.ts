/**
 * Champion against challenger on the same held-out rows. The challenger becomes a version with the decision on it: a
 * candidate, which `rollout` brings into production.
 */
import { weightsOf } from '../../shared/datasets/weights.ts';
import { PermanentError } from '../../shared/events/errors.ts';
import { modelApproved, modelRejected, trainingCompleted } from '../../shared/events/types.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { runIsThere } from '../../shared/runtime/gone.ts';
import { type StageContext, stage } from '../../shared/runtime/stage.ts';
import { versionIsThere } from '../../shared/runtime/version-there.ts';
import type { Query } from '../../shared/store/database.ts';
import { uriOf } from '../../shared/store/objects.ts';
import { readSnapshot } from '../../shared/store/snapshot.ts';
import { decideOffered } from '../../shared/tracking/adoption.ts';
import { FILES, MODELS, type ModelMetadata } from '../../shared/tracking/artifact.ts';
import { ended, reached } from '../../shared/tracking/batches.ts';
import { readTraining } from '../../shared/tracking/course.ts';
import { answersOf } from '../../shared/tracking/held-out/answers.ts';
import { metricsOf } from '../../shared/tracking/held-out/metrics.ts';
import { heldOutRows } from '../../shared/tracking/held-out/rows.ts';
import { scoreVersion } from '../../shared/tracking/held-out/version.ts';
import { learnedBatches } from '../../shared/tracking/learned.ts';
import { type Candidate, judgeAnew, propose } from '../../shared/tracking/production.ts';
import { retractedAmong } from '../../shared/tracking/retraction.ts';
import { logMetrics } from '../../shared/tracking/runs.ts';
import {
  nextVersion,
  productionVersion,
  versionNumbered,
  versionOfRun,
} from '../../shared/tracking/versions.ts';
import { workspaceOf } from '../../shared/tracking/workspace.ts';
import { decide, type Verdict } from './decide.ts';
import { publish } from './publish.ts';

const emits = [modelApproved, modelRejected];

export const promote = stage(
  { name: 'promote', on: trainingCompleted, emits, longWork: true },
  async ({ run, version: known }, context) => {
    const { sql, dataset, objects } = context;
    const name = dataset.name;
    await mustBeCandidate(context, run, known);
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
    const judged = decide(dataset, { challenger: metrics, champion, rows: heldOut.rows });

    await context.hold();
    const verdict = (await refusal(sql, name, run)) ?? judged;
    const version = known ?? (await newVersion(sql, name, run));
    const source = uriOf({ bucket: MODELS, key: `${name}/${version}` });
    const candidate: Candidate = { name, version, run, source, metrics, ...verdict };
    const before = known ? await versionNumbered(sql, name, known) : undefined;
    if (before?.reason) await judgeAnew(sql, candidate);
    else {
      const files = await publish(objects, workspace, { dataset, version, metrics, graph });
      await logMetrics(sql, run, metrics);
      // One that somebody has offered is registered, and was not judged yet.
      if (before) await decideOffered(sql, candidate, files);
      else await propose(sql, candidate, files);
    }
    await tell(context, candidate, production?.version);
  },
);

type Judging = StageContext<(typeof emits)[number]>;

/** @throws Gone when the data set was reset meanwhile, PermanentError for what is not assembled, or not that version */
async function mustBeCandidate(context: Judging, run: string, version: number | undefined): Promise<void> {
  const { sql, dataset } = context;
  await runIsThere(context, run);
  const status = (await readTraining(sql, run))?.status;
  if (status !== 'FINISHED') throw new PermanentError(`run ${run} has no artifact to judge: it is ${status}`);
  if (version === undefined) await mustBeNew(sql, dataset.name, run);
  else await versionIsThere(context, version, run);
}

/** A training becomes a version once. @throws PermanentError when it is one */
async function mustBeNew(sql: Query, name: string, run: string): Promise<void> {
  const version = await versionOfRun(sql, name, run);
  if (version !== undefined) throw new PermanentError(`run ${run} was judged: it is version ${version}`);
}

/** Whoever else has the same candidate waits for its number, and is told then that it has one. */
async function newVersion(sql: Query, name: string, run: string): Promise<number> {
  const version = await nextVersion(sql, name);
  await mustBeNew(sql, name, run);
  return version;
}

/** What has learned from rows that were taken back is not to be had, however good it looks. */
async function refusal(sql: Query, name: string, run: string): Promise<Verdict | undefined> {
  const gone = await retractedAmong(sql, name, await learnedBatches(sql, run));
  if (gone.length === 0) return undefined;
  const batches = gone.map((batch) => `"${batch}"`).join(', ');
  return { approved: false, reason: `it has learned from what was taken back since: batch ${batches}` };
}

async function tell(
  { sql, event, dataset, emit }: Judging,
  { version, run, approved, reason }: Candidate,
  champion: number | undefined,
): Promise<void> {
  if (approved) await reached(sql, dataset.name, event.subject, 'approved');
  else await ended(sql, dataset.name, event.subject, 'rejected', reason);
  const data = { version, run, reason, ...(champion === undefined ? {} : { champion }) };
  emit(approved ? modelApproved : modelRejected, data);
}

serveStages('promote', promote);
