/** A model in memory: loaded from the object store once, then asked. */
import type { Row } from '../../shared/datasets/schema.ts';
import { readArtifact } from '../../shared/onnx/artifact/read.ts';
import { type OpenModel, openModel } from '../../shared/onnx/session.ts';
import type { ObjectStore } from '../../shared/store/objects.ts';
import { FILES, type ModelMetadata, modelAddress } from '../../shared/tracking/artifact.ts';
import { type Answers, answersFor, type ModelAnswer } from './answers.ts';
import { backgroundFrom } from './background.ts';
import { batching } from './batching.ts';
import { type Comparables, comparablesFrom } from './comparables.ts';
import { type Explainer, explainerOf } from './explainer.ts';
import { later } from './later.ts';
import { parseMetadata } from './metadata.ts';
import { runRows } from './metrics.ts';
import { readStored } from './stored.ts';
import { tableOf } from './table.ts';

/** Serving only ever reads. */
export type ModelStore = Pick<ObjectStore, 'read'>;

/** What an unknown feature is taken to be: as the training rows went through each tree, or as in the background. */
export type Method = 'path_dependent' | 'interventional';

export interface ServedModel {
  readonly metadata: ModelMetadata;
  /** Members of every answer that are the same for all rows, as JSON: most of an answer's text, so made once. */
  readonly signature: string;
  readonly graph: OpenModel;
  readonly answers: Answers;
  /** One row, together with whatever else is asked in the same turn of the event loop. */
  readonly answer: (row: Row) => Promise<ModelAnswer>;
  /** Some hundred rows at most: a run holds up everyone else. */
  readonly answerAll: (rows: readonly Row[]) => Promise<ModelAnswer[]>;
  /** The features as the model sees them, NaN where missing. */
  readonly features: (row: Row) => Promise<Float32Array>;
  /** Made for the first who asks. @throws HttpError 404, 503 when the background cannot be had */
  readonly explainers: Readonly<Record<Method, () => Promise<Explainer>>>;
  /** What matters to the model, as JSON. @throws HttpError 404, 503 */
  readonly importance: () => Promise<string>;
  /** Rows that it learned from. @throws HttpError 404, 503 */
  readonly comparables: () => Promise<Comparables>;
  /** Known values of the listed columns, as sets. */
  readonly known: ReadonlyMap<string, ReadonlySet<string>>;
}

/** @throws NoSuchObject when there is no such version; when its files do not fit each other or cannot be read */
export async function loadModel(objects: ModelStore, dataset: string, version: number): Promise<ServedModel> {
  const [bytes, text] = await Promise.all([
    objects.read(modelAddress(dataset, version, FILES.graph)),
    objects.read(modelAddress(dataset, version, FILES.metadata)),
  ]);
  const metadata = parseMetadata(text.toString('utf8'), dataset, version);
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
      path_dependent: later(async () => explainerOf(await artifact())),
      interventional: later(async () => {
        const background = backgroundFrom(await readStored(objects, metadata, 'background'), metadata);
        return explainerOf(await artifact(), background);
      }),
    },
    comparables: later(async () =>
      comparablesFrom(await readStored(objects, metadata, 'comparables'), (await artifact()).model),
    ),
    importance: later(async () => (await readStored(objects, metadata, 'importance')).toString('utf8')),
    known: new Map(
      Object.entries(metadata.values ?? {}).map(([column, values]) => [column, new Set(values)]),
    ),
  };
}

function signatureOf({ version, runId, featureNames }: ModelMetadata): string {
  const members = { model_version: version, model_run_id: runId, features_used: featureNames };
  return JSON.stringify(members).slice(1, -1);
}
