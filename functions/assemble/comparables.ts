/** What is stored with a model so that its answers can be shown beside rows that it learned from. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { applyFeatures } from '../../shared/ml/features/apply.ts';
import { neighbourCodes } from '../../shared/ml/neighbours/neighbours.ts';
import { sample, seeded } from '../../shared/ml/random.ts';
import { type Column, takeRows } from '../../shared/ml/table.ts';
import type { CleanRows } from '../../shared/store/clean-rows.ts';
import { FILES } from '../../shared/tracking/artifact.ts';
import { writeComparables } from '../../shared/tracking/comparables.ts';
import { rowsOf } from '../../shared/tracking/parts.ts';
import type { Workspace } from '../../shared/tracking/workspace.ts';
import type { Trained } from './prove.ts';

/** Some 10 MB in a server's memory, and a few milliseconds to look through. */
const MOST_ROWS = 50_000;

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
  const { comparables: columns, target } = dataset;
  if (!columns) return;
  const rows = rowsOf(bucket, 'train');
  const drawn = sample(seeded(seed, 'comparables'), rows.length, MOST_ROWS);
  const shown = takeRows(
    table,
    drawn.map((index) => rows[index] as number),
  );
  const codes = neighbourCodes(model, applyFeatures(features, shown));
  const values = [target.column, ...columns].map((name) => [name, readable(shown.columns[name] as Column)]);
  await workspace.write(FILES.comparables, writeComparables(codes, Object.fromEntries(values)));
}

/** Missing as JSON has it. A date stays a day number, so that two of them can be near. */
function readable(column: Column): (string | number | null)[] {
  if (!(column instanceof Float64Array)) return column;
  return Array.from(column, (value) => (Number.isNaN(value) ? null : value));
}
