/** A model that fits becomes an artifact like every other: one graph, calibrated, proven and explained. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { answerClassification, answerRegression } from '../../shared/ml/calibration/answer.ts';
import { importanceOf } from '../../shared/ml/explain/importance.ts';
import { type Sampling, sampledShap } from '../../shared/ml/explain/sampled.ts';
import { applyFeatures } from '../../shared/ml/features/apply.ts';
import type { FittedFeatures } from '../../shared/ml/features/fitted.ts';
import type { Head } from '../../shared/ml/models/model.ts';
import { sample, seeded } from '../../shared/ml/random.ts';
import type { Part } from '../../shared/ml/split.ts';
import { type Table, takeRows } from '../../shared/ml/table.ts';
import { type Expected, verifyAnswers } from '../../shared/onnx/artifact/verify.ts';
import { type Composed, composeOffered } from '../../shared/onnx/offered/compose.ts';
import type { Outline } from '../../shared/onnx/offered/outline.ts';
import { RefusedModel } from '../../shared/onnx/offered/refused.ts';
import type { CleanRows } from '../../shared/store/clean-rows.ts';
import { FILES, type ModelMetadata } from '../../shared/tracking/artifact.ts';
import { writeBackgroundRows } from '../../shared/tracking/background-rows.ts';
import { metadataOf } from '../../shared/tracking/model-metadata.ts';
import { rowsOf } from '../../shared/tracking/parts.ts';
import type { Workspace } from '../../shared/tracking/workspace.ts';
import { type Apart, openApart } from './apart.ts';
import type { Contract } from './contract.ts';
import { headOf } from './head.ts';
import { mustAnswerAll, numbersOf } from './scores.ts';
import { shownFeatures } from './shown.ts';

export interface Adopting {
  readonly dataset: Dataset;
  readonly workspace: Workspace;
  readonly outline: Outline;
  readonly contract: Contract;
  readonly rows: CleanRows;
  readonly run: string;
  readonly createdAt: string;
}

const SEED = 42;
/** Rows to tell how sure answers are by. */
const LEAST_ROWS = 50;
/** Each explanation asks the model for 2 x BACKGROUND x (columns + 1) rows. */
const BACKGROUND = 32;
const EXPLAINED = 60;

/**
 * Puts the artifact and what belongs to it into the run's workspace.
 *
 * @throws RefusedModel when it does not answer, not within its limits, or there are too few rows to judge it
 */
export async function makeArtifact(adopting: Adopting): Promise<void> {
  const { dataset, workspace, outline, contract, rows } = adopting;
  const { taken, given, columns } = contract;
  const [train, unseen] = [partOf(rows, 'train'), partOf(rows, 'validation', 'calibration')];
  if (unseen.rows < LEAST_ROWS || rowsOf(rows.bucket, 'test').length === 0)
    throw new RefusedModel(`there are too few rows to judge a model by: ${rows.table.rows} in all`);
  const shown = shownFeatures(dataset, columns, train);
  const composed: Composed = { outline, taken, given, shown };
  const head = await apart(composeOffered(composed), async (model) => {
    await mustAnswerAll(model, unseen, columns);
    const scores = await numbersOf(model, unseen, 'raw');
    return headOf(dataset, unseen, applyFeatures(shown, unseen), scores, SEED);
  });
  const graph = composeOffered({ ...composed, head, metadata: { dataset: dataset.name, run: adopting.run } });
  await apart(graph, async (model) => {
    await prove(model, partOf(rows, 'test'), shown, head);
    await storeExplanations(model, adopting, head, shown);
  });
  await workspace.write(FILES.graph, graph);
  await workspace.writeJson(FILES.metadata, describedBy(adopting, head, shown));
}

/** The process ends with the work. */
async function apart<T>(graph: Uint8Array, work: (model: Apart) => Promise<T>): Promise<T> {
  const model = await openApart(graph);
  try {
    return await work(model);
  } finally {
    model.stop();
  }
}

const partOf = ({ table, bucket }: CleanRows, ...parts: readonly Part[]): Table =>
  takeRows(table, rowsOf(bucket, ...parts));

/** The whole graph answers as its parts do, on all rows that it is to be judged on. */
async function prove(model: Apart, table: Table, shown: FittedFeatures, head: Head): Promise<void> {
  const x = applyFeatures(shown, table);
  const raw = await numbersOf(model, table, 'raw');
  const answers: Expected =
    head.task === 'classification'
      ? { probabilities: answerClassification(head, raw) }
      : { ...answerRegression(head, raw, x) };
  await verifyAnswers(model, table, { raw, features: x.data, ...answers });
}

async function storeExplanations(
  model: Apart,
  { workspace, rows, contract: { columns } }: Adopting,
  head: Head,
  shown: FittedFeatures,
): Promise<void> {
  const some = (part: Part, most: number): Table => {
    const { rows: count, columns: all } = partOf(rows, part);
    const known = Object.fromEntries(columns.map((name) => [name, all[name] ?? []]));
    return takeRows({ columns: known }, sample(seeded(SEED, 'explanations', part), count, most));
  };
  const background = some('train', BACKGROUND);
  const sampling: Sampling = {
    background,
    columns,
    outputs: head.task === 'classification' ? head.classes.length : 1,
    score: (table) => numbersOf(model, table, 'raw'),
  };
  const unseen = some('test', EXPLAINED);
  const explained = await sampledShap(sampling, unseen);
  await workspace.writeJson(FILES.importance, importanceOf(explained, head, applyFeatures(shown, unseen)));
  await workspace.write(FILES.backgroundRows, Buffer.from(writeBackgroundRows(background)));
}

function describedBy(
  { dataset, rows: { table, bucket }, run, createdAt }: Adopting,
  head: Head,
  features: FittedFeatures,
): ModelMetadata {
  const best = { family: 'offered', parameters: {} };
  const known = { run, createdAt, best, features, head, table, bucket };
  return { ...metadataOf(dataset, known), explanation: 'sampled' };
}
