/** The features of a training, learned from some parts of the split. */
import type { Dataset } from '../datasets/declaration.ts';
import { targetInModelSpace, taskOf } from '../datasets/target.ts';
import { weightsOf } from '../datasets/weights.ts';
import { fitTransform } from '../ml/features/fit.ts';
import type { FittedFeatures } from '../ml/features/fitted.ts';
import { type Part, partOf } from '../ml/split.ts';
import type { CleanRows } from '../store/clean-rows.ts';
import type { TrainingData } from './workspace.ts';

/** Rows of the given parts get features that were fitted without their own fold, all others the fitted ones. */
export function learnFeatures(
  dataset: Dataset,
  { table, bucket }: CleanRows,
  parts: readonly Part[],
  seed: number,
): { readonly fitted: FittedFeatures; readonly data: TrainingData } {
  const target = targetInModelSpace(dataset, table);
  const weight = weightsOf(dataset, table);
  const learned = bucket.map((one) => (parts.includes(partOf(one)) ? 1 : 0));
  const { fitted, matrix } = fitTransform(dataset.features, table, target, taskOf(dataset), learned, {
    seed,
    // Rows of one group share a bucket, so folds of buckets never split a group.
    groups: Array.from(bucket, String),
  });
  return { fitted, data: { matrix, target, bucket, ...(weight ? { weight } : {}) } };
}
