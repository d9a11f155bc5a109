/** A model that fits becomes an artifact like every other: one graph, calibrated, proven and explained. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { answerClassification, answerRegression } from '../../shared/ml/calibration/answer.ts';
import { applyFeatures } from '../../shared/ml/features/apply.ts';
import type { FittedFeatures } from '../../shared/ml/features/fitted.ts';
import type { Head } from '../../shared/ml/models/model.ts';
import type { Part } from '../../shared/ml/split.ts';
import { type Table, takeRows } from '../../shared/ml/table.ts';
import { type Expected, verifyAnswers } from '../../shared/onnx/artifact/verify.ts';
import { type Composed, composeOffered } from '../../shared/onnx/offered/compose.ts';
import type { Outline } from '../../shared/onnx/offered/outline.ts';
import { RefusedModel } from '../../shared/onnx/offered/refused.ts';
import { type OfferedTrees, treesOffered } from '../../shared/onnx/offered/trees.ts';
import type { CleanRows } from '../../shared/store/clean-rows.ts';
import { FILES, type ModelMetadata } from '../../shared/tracking/artifact.ts';
import { metadataOf } from '../../shared/tracking/model-metadata.ts';
import { rowsOf } from '../../shared/tracking/parts.ts';
import type { Workspace } from '../../shared/tracking/workspace.ts';
import { type Apart, openApart } from './apart.ts';
import { storeComparables } from './comparables.ts';
import type { Contract } from './contract.ts';
import { type Explaining, storeExplanations } from './explanations.ts';
import { headOf } from './head.ts';
import { areTheModel } from './read-trees.ts';
import { mustBeSameWithin } from './same-within.ts';
import { mustAnswerAll, numbersOf } from './scores.ts';
import { shownFeatures } from './shown.ts';

export interface Adopting {
  readonly dataset: Dataset;
  readonly workspace: Workspace;
  /** The file as it was brought. */
  readonly brought: Uint8Array;
  readonly outline: Outline;
  readonly contract: Contract;
  readonly rows: CleanRows;
  readonly run: string;
  readonly createdAt: string;
}

const SEED = 42;
/** Rows to tell how sure answers are by. */
const LEAST_ROWS = 50;

/**
 * Puts the artifact and what belongs to it into the run's workspace.
 *
 * @throws RefusedModel when it does not answer, not within its limits, or there are too few rows to judge it
 */
export async function makeArtifact(adopting: Adopting): Promise<void> {
  const { dataset, workspace, brought, outline, contract, rows } = adopting;
  const { taken, given, columns } = contract;
  const [train, unseen] = [partOf(rows, 'train'), partOf(rows, 'validation', 'calibration')];
  if (unseen.rows < LEAST_ROWS || rowsOf(rows.bucket, 'test').length === 0)
    throw new RefusedModel(`there are too few rows to judge a model by: ${rows.table.rows} in all`);
  const shown = shownFeatures(dataset, columns, train);
  const found = treesOffered(outline, contract, columns);
  const composed: Composed = { outline, taken, given, shown };
  const { head, trees } = await apart(composeOffered(withTrees(composed, found)), async (model) => {
    await mustAnswerAll(model, unseen, columns);
    await mustBeSameWithin(model, brought, contract, unseen);
    const scores = await numbersOf(model, unseen, 'raw');
    return {
      head: headOf(dataset, unseen, applyFeatures(shown, unseen), scores, SEED),
      trees: found && (await areTheModel(model, unseen, found)) ? found : undefined,
    };
  });
  const metadata = { dataset: dataset.name, run: adopting.run };
  const graph = composeOffered({ ...withTrees(composed, trees), head, metadata });
  const test = partOf(rows, 'test');
  await apart(graph, async (model) => {
    await prove(model, test, shown, head);
    const explaining: Explaining = { head, shown, columns, trees, train, test, seed: SEED };
    await storeExplanations(model, workspace, explaining);
    if (trees) await storeComparables(model, adopting, trees, SEED);
  });
  await workspace.write(FILES.graph, graph);
  await workspace.writeJson(FILES.metadata, describedBy(adopting, head, shown, trees !== undefined));
}

const withTrees = (composed: Composed, trees: OfferedTrees | undefined): Composed =>
  trees ? { ...composed, trees } : composed;

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

function describedBy(
  { dataset, rows: { table, bucket }, run, createdAt }: Adopting,
  head: Head,
  features: FittedFeatures,
  isOfTrees: boolean,
): ModelMetadata {
  const best = { family: 'offered', parameters: {} };
  const known = { run, createdAt, best, features, head, table, bucket };
  return { ...metadataOf(dataset, known), explanation: isOfTrees ? 'interventional' : 'sampled' };
}
