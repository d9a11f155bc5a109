/** What is stored with a model so that its answers can be shown beside rows that it learned from. */
import { isoDay } from '../../shared/datasets/day.ts';
import type { ColumnDeclaration, Dataset } from '../../shared/datasets/declaration.ts';
import { applyFeatures } from '../../shared/ml/features/apply.ts';
import { type FittedFeatures, inputsOf } from '../../shared/ml/features/fitted.ts';
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

/** Rows of the training part: the others are for judging the model, and stay unseen. */
export async function storeComparables(
  workspace: Workspace,
  dataset: Dataset,
  { features, model }: Trained,
  { table, bucket }: CleanRows,
  seed: number,
): Promise<void> {
  const rows = rowsOf(bucket, 'train');
  const drawn = sample(seeded(seed, 'comparables'), rows.length, MOST_ROWS);
  const shown = takeRows(
    table,
    drawn.map((index) => rows[index] as number),
  );
  const codes = neighbourCodes(model, applyFeatures(features, shown));
  const values = shownColumns(dataset, features).map((name) => [
    name,
    readable(dataset.columns[name] as ColumnDeclaration, shown.columns[name] as Column),
  ]);
  await workspace.write(FILES.comparables, writeComparables(codes, Object.fromEntries(values)));
}

/** What the model is told, and the truth: nothing that only says who or which a row is. */
function shownColumns(dataset: Dataset, features: FittedFeatures): string[] {
  const identifying = dataset.group.length === 1 ? dataset.group : [];
  const inputs = inputsOf(features).map(({ name }) => name);
  const names = [dataset.target.column, ...inputs];
  return names.filter((name) => Object.hasOwn(dataset.columns, name) && !identifying.includes(name));
}

function readable({ type }: ColumnDeclaration, column: Column): (string | number | null)[] {
  if (!(column instanceof Float64Array)) return column;
  return Array.from(column, (value) => {
    if (Number.isNaN(value)) return null;
    return type === 'date' ? isoDay(value) : value;
  });
}
