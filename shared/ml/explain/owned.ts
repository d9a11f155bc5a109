/**
 * Exact Shapley values of columns, where trees compare what is made of them: all that is made of a column becomes known
 * with it. Interventional; see interventional.ts.
 */
import type { TreeEnsemble } from '../models/model.ts';
import type { Matrix } from '../table.ts';
import type { Steps } from './explanation.ts';
import { interventional } from './interventional.ts';
import { leavesOf } from './leaves.ts';
import { explainTrees } from './trees.ts';

export interface Owned {
  readonly ensemble: TreeEnsemble;
  /** For each feature of the trees its column. */
  readonly owners: readonly number[];
}

/** Of six columns 130,000 leaves against 100 rows take 36 MB, and 24 ms a row; both grow with leaves and columns. */
const MOST_LEAVES = 100_000;

/** @param columns how many there are @param background at least one row, as the trees take it */
export const ownedShap = (
  { ensemble, owners }: Owned,
  columns: number,
  background: Matrix,
): ((x: Matrix) => Steps) =>
  explainTrees(ensemble, (tree) => interventional(tree, background, owners), columns);

/** Not of trees too many, or with paths that ask for too many columns. */
export function isExplainable({ ensemble: { trees }, owners }: Owned): boolean {
  const leaves = trees.reduce((sum, { feature }) => sum + (feature.length + 1) / 2, 0);
  if (leaves > MOST_LEAVES) return false;
  try {
    for (const tree of trees) leavesOf(tree, owners);
    return true;
  } catch {
    return false;
  }
}
