/** Holds the graph against the trainer on rows as they come and on rows as they should not come. */
import { answerClassification, answerRegression } from '../../shared/ml/calibration/answer.ts';
import { applyFeatures } from '../../shared/ml/features/apply.ts';
import type { FittedFeatures } from '../../shared/ml/features/fitted.ts';
import type { Head, Model } from '../../shared/ml/models/model.ts';
import { scoreModel } from '../../shared/ml/models/score.ts';
import { withOddRows } from '../../shared/ml/odd-rows.ts';
import { type Table, takeRows } from '../../shared/ml/table.ts';
import { type Expected, verifyArtifact } from '../../shared/onnx/artifact/verify.ts';
import type { CleanRows } from '../../shared/store/clean-rows.ts';
import { rowsOf } from '../../shared/tracking/parts.ts';

export interface Trained {
  readonly features: FittedFeatures;
  readonly model: Model;
  readonly head: Head;
}

/** Rows compared at most. */
const ROWS = 10_000;

/**
 * @returns the greatest relative difference
 * @throws when an answer differs by more than 1e-4: such an artifact is served to no one
 */
export async function prove(
  graph: Uint8Array,
  trained: Trained,
  { table, bucket }: CleanRows,
): Promise<number> {
  const rows = [...rowsOf(bucket, 'test'), ...rowsOf(bucket, 'train', 'validation', 'calibration')];
  const sample = withOddRows(takeRows(table, rows.slice(0, ROWS)));
  return await verifyArtifact(graph, sample, expectedOf(trained, sample));
}

/** Features as a server computes them, which knows of no folds. */
function expectedOf({ features, model, head }: Trained, table: Table): Expected {
  const x = applyFeatures(features, table);
  const raw = scoreModel(model, x);
  if (head.task === 'classification')
    return { raw, features: x.data, probabilities: answerClassification(head, raw) };
  return { raw, features: x.data, ...answerRegression(head, raw, x) };
}
