/** The best candidates become one artifact: calibrated, written as ONNX, and proven to answer as the trainer does. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { modelFromJson } from '../../shared/ml/models/json.ts';
import { writeArtifact } from '../../shared/onnx/artifact/write.ts';
import type { StageContext } from '../../shared/runtime/stage.ts';
import { readSnapshot } from '../../shared/store/snapshot.ts';
import { FILES } from '../../shared/tracking/artifact.ts';
import { seedOf } from '../../shared/tracking/course.ts';
import { metadataOf } from '../../shared/tracking/model-metadata.ts';
import { examplesOf } from '../../shared/tracking/parts.ts';
import type { Trial } from '../../shared/tracking/trials.ts';
import { type Workspace, workspaceOf } from '../../shared/tracking/workspace.ts';
import { type Candidate, type Choice, choose, contenders, ranked } from './choose.ts';
import { storeComparables } from './comparables.ts';
import { storeExplanations } from './explanations.ts';
import { fitHead } from './head.ts';
import { prove } from './prove.ts';
import { refit } from './refit.ts';

/**
 * Puts the artifact and what belongs to it into the run's workspace; nothing is written to the database.
 *
 * @param trials of which at least one went to its end
 * @returns whose models it is made of
 * @throws Error when it does not answer as the trainer does
 */
export async function makeArtifact(
  { sql, dataset, objects, event, log }: StageContext,
  run: string,
  trials: readonly Trial[],
): Promise<Choice> {
  const workspace = workspaceOf(objects, dataset.name, run);
  const seed = await seedOf(sql, run);
  const [searched, candidates, snapshot] = await Promise.all([
    workspace.readData(),
    readCandidates(workspace, trials, dataset),
    readSnapshot(objects, workspace.address('snapshot.parquet'), dataset),
  ]);
  const choice = choose(dataset, candidates, examplesOf(searched, 'validation'));
  const { features, model, data } = refit(dataset, snapshot, choice, seed);
  const head = fitHead(dataset, { model: choice.model, searched, served: data, seed });
  const trained = { features, model, head };
  const graph = writeArtifact({ ...trained, metadata: { dataset: dataset.name, run } });
  const difference = await prove(graph, trained, snapshot);
  log.info({ run, bytes: graph.length, difference }, 'artifact');
  await workspace.writeJson('features.json', features);
  await storeExplanations(workspace, trained, snapshot, seed);
  await storeComparables(workspace, dataset, trained, snapshot, seed);
  await workspace.write(FILES.graph, graph);
  const [{ trial: best }] = choice.members;
  const createdAt = event.time ?? new Date().toISOString();
  const assembled = { run, createdAt, best, features, head, table: snapshot.table, bucket: data.bucket };
  await workspace.writeJson(FILES.metadata, metadataOf(dataset, assembled));
  return choice;
}

/** The best few trials that went to their end, with their models. */
async function readCandidates(
  workspace: Workspace,
  trials: readonly Trial[],
  { objective }: Dataset,
): Promise<[Candidate, ...Candidate[]]> {
  const [best, ...others] = ranked(trials, objective.better);
  if (!best) throw new Error(`none of ${trials.length} trials went to its end: there is nothing to assemble`);
  return await contenders([best, ...others], async ({ trial }) =>
    modelFromJson((await workspace.read(`trials/${trial}.json`)).toString('utf8')),
  );
}
