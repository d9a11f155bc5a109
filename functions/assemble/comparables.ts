/** What is stored with a model so that its answers can be shown beside rows that it learned from. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { applyFeatures } from '../../shared/ml/features/apply.ts';
import { neighbourCodes } from '../../shared/ml/neighbours/neighbours.ts';
import type { CleanRows } from '../../shared/store/clean-rows.ts';
import { FILES } from '../../shared/tracking/artifact.ts';
import { comparableRows, comparablesFile } from '../../shared/tracking/comparable-rows.ts';
import { rowsOf } from '../../shared/tracking/parts.ts';
import type { Workspace } from '../../shared/tracking/workspace.ts';
import type { Trained } from './prove.ts';

/**
 * Nothing where the data set shows no rows. Rows of the training part: the others are for judging the model, and
 * stay unseen.
 */
export async function storeComparables(
  workspace: Workspace,
  dataset: Dataset,
  { features, model }: Trained,
  { table, bucket }: CleanRows,
  seed: number,
): Promise<void> {
  if (!dataset.comparables) return;
  const shown = comparableRows(table, rowsOf(bucket, 'train'), seed);
  const codes = neighbourCodes(model, applyFeatures(features, shown));
  await workspace.write(FILES.comparables, comparablesFile(dataset, shown, codes));
}
