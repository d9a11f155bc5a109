/** Training rows that are shown beside answers of a model whose trees can be read: those that end in the same leaves. */
import { neighbourCodes } from '../../shared/ml/neighbours/neighbours.ts';
import type { OfferedTrees } from '../../shared/onnx/offered/trees.ts';
import type { CleanRows } from '../../shared/store/clean-rows.ts';
import { FILES } from '../../shared/tracking/artifact.ts';
import { comparableRows, comparablesFile } from '../../shared/tracking/comparable-rows.ts';
import { rowsOf } from '../../shared/tracking/parts.ts';
import type { Workspace } from '../../shared/tracking/workspace.ts';
import type { Apart } from './apart.ts';
import type { Adopting } from './artifact.ts';
import { takenIn } from './read-trees.ts';

export interface Comparing extends Pick<Adopting, 'dataset' | 'contract'> {
  readonly workspace: Pick<Workspace, 'write'>;
  readonly rows: Pick<CleanRows, 'table' | 'bucket'>;
}

/** Nothing where the data set shows no rows. */
export async function storeComparables(
  model: Pick<Apart, 'run'>,
  { dataset, workspace, contract, rows: { table, bucket } }: Comparing,
  trees: OfferedTrees,
  seed: number,
): Promise<void> {
  if (!dataset.comparables) return;
  const shown = comparableRows(table, rowsOf(bucket, 'train'), seed);
  const known = Object.fromEntries(contract.columns.map((name) => [name, shown.columns[name] ?? []]));
  const x = await takenIn(model, { rows: shown.rows, columns: known }, trees);
  await workspace.write(
    FILES.comparables,
    comparablesFile(dataset, shown, neighbourCodes(trees.ensemble, x)),
  );
}
