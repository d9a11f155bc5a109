/** Loads a model from the object store. */
import type { Row } from '../../shared/datasets/schema.ts';
import type { Sampling } from '../../shared/ml/explain/sampled.ts';
import type { Table } from '../../shared/ml/table.ts';
import { readArtifact, readHeadIn } from '../../shared/onnx/artifact/read.ts';
import { takenByTrees } from '../../shared/onnx/offered/compose.ts';
import { readOfferedTrees } from '../../shared/onnx/offered/trees.ts';
import { type OpenModel, openModel } from '../../shared/onnx/session.ts';
import { FILES, type ModelMetadata, modelAddress, type Pointer } from '../../shared/tracking/artifact.ts';
import { readBackgroundRows } from '../../shared/tracking/background-rows.ts';
import { mustBe } from '../../shared/tracking/checksums.ts';
import { answersFor, type ModelAnswer } from './answers.ts';
import { backgroundFrom } from './background.ts';
import { batching } from './batching.ts';
import {
  type AskTrees,
  type Explainer,
  explainerOf,
  offeredExplainer,
  sampledExplainer,
} from './explainer.ts';
import { later } from './later.ts';
import { parseMetadata } from './metadata.ts';
import { runRows } from './metrics.ts';
import { comparablesFrom } from './most-alike.ts';
import type { ServedModel } from './served-model.ts';
import { type ModelStore, readStored } from './stored.ts';
import { tableOf } from './table.ts';

/**
 * @param of the version, and what its metadata.json is, as far as that is known
 * @throws NoSuchObject when there is no such version; ChangedFile when a file is not what was registered; when its files
 * do not fit each other or cannot be read
 */
export async function loadModel(
  objects: ModelStore,
  dataset: string,
  { version, sha256 }: Pointer,
): Promise<ServedModel> {
  const [bytes, text] = await Promise.all([
    objects.read(modelAddress(dataset, version, FILES.graph)),
    objects.read(modelAddress(dataset, version, FILES.metadata)),
  ]);
  mustBe(text, { dataset, version, file: FILES.metadata }, sha256);
  const metadata = parseMetadata(text.toString('utf8'), dataset, version);
  mustBe(bytes, { dataset, version, file: FILES.graph }, metadata.files?.[FILES.graph]);
  const graph = await openModel(bytes);
  const answers = answersFor(metadata);
  const artifact = later(async () => readArtifact(bytes));
  const answerAll = async (rows: readonly Row[]): Promise<ModelAnswer[]> => {
    runRows.observe(rows.length);
    return answers.of(await graph.run(tableOf(graph.inputs, rows), answers.wanted), rows.length);
  };
  // One that cannot answer a row of which nothing is known does not take the place of one that can.
  await answerAll([{}]);
  return {
    metadata,
    signature: signatureOf(metadata),
    graph,
    answers,
    answerAll,
    answer: batching(answerAll),
    features: async (row) =>
      (await graph.run(tableOf(graph.inputs, [row]), ['features'])).features as Float32Array,
    explainers: {
      sampled: later(async () =>
        sampledExplainer(
          readHeadIn(bytes),
          samplingOf(metadata, graph, await backgroundRowsOf(objects, metadata)),
        ),
      ),
      path_dependent: later(async () => explainerOf(await artifact())),
      interventional: later(async () => {
        if (metadata.explanation) return await explainerOfTrees(bytes, graph, objects, metadata);
        const background = backgroundFrom(await readStored(objects, metadata, 'background'), metadata);
        return explainerOf(await artifact(), background);
      }),
    },
    comparables: later(async () => {
      const stored = await readStored(objects, metadata, 'comparables');
      return comparablesFrom(
        stored,
        metadata.explanation ? treesIn(bytes).ensemble : (await artifact()).model,
      );
    }),
    comparedBy: metadata.explanation ? takenByTrees : 'features',
    importance: later(async () => (await readStored(objects, metadata, 'importance')).toString('utf8')),
    known: new Map(
      Object.entries(metadata.values ?? {}).map(([column, values]) => [column, new Set(values)]),
    ),
  };
}

const backgroundRowsOf = async (objects: ModelStore, metadata: ModelMetadata): Promise<Table> =>
  readBackgroundRows((await readStored(objects, metadata, 'backgroundRows')).toString('utf8'));

/** @throws when the graph of a model that was brought has none */
function treesIn(bytes: Buffer): NonNullable<ReturnType<typeof readOfferedTrees>> {
  const trees = readOfferedTrees(bytes);
  if (!trees) throw new Error('the model has no trees that can be read');
  return trees;
}

/** Of a model that was brought. */
async function explainerOfTrees(
  bytes: Buffer,
  graph: OpenModel,
  objects: ModelStore,
  metadata: ModelMetadata,
): Promise<Explainer> {
  const trees = treesIn(bytes);
  const names = trees.owners.map((_, at) => String(at));
  const ask: AskTrees = async (table) => {
    const { [takenByTrees]: data, raw } = await graph.run(table, [takenByTrees, 'raw']);
    return { x: { rows: table.rows, names, data: data as Float32Array }, raw: raw as Float32Array };
  };
  const { x } = await ask(await backgroundRowsOf(objects, metadata));
  return offeredExplainer(readHeadIn(bytes), trees, metadata.featureNames.length, x, ask);
}

const samplingOf = (
  { featureNames, classes }: ModelMetadata,
  graph: OpenModel,
  background: Table,
): Sampling => ({
  background,
  columns: featureNames,
  outputs: classes?.length ?? 1,
  score: async (table) => (await graph.run(table, ['raw'])).raw as Float32Array,
});

function signatureOf({ version, runId, featureNames }: ModelMetadata): string {
  const members = { model_version: version, model_run_id: runId, features_used: featureNames };
  return JSON.stringify(members).slice(1, -1);
}
