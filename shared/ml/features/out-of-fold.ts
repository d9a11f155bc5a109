/** Target means of training rows, each from the other folds, so that no row sees its own target in a feature. */
import type { Matrix } from '../table.ts';
import type { Grouping } from './grouping.ts';
import { meansOfRow, type SmoothedMeans } from './means.ts';

/** The training rows of each fold, and all others. */
export interface Fold {
  readonly rows: Int32Array;
  readonly others: Int32Array;
}

/** Folds without rows, or without other rows to learn from, are left out. */
export function foldsOf(rows: Int32Array, foldOf: Uint8Array, folds: number): Fold[] {
  return Array.from({ length: folds }, (_, fold) => ({
    rows: rows.filter((row) => foldOf[row] === fold),
    others: rows.filter((row) => foldOf[row] !== fold),
  })).filter((fold) => fold.rows.length > 0 && fold.others.length > 0);
}

/** Writes the means into the matrix from `column` on. @param over what the given rows say */
export function putOutOfFold(
  matrix: Matrix,
  column: number,
  levels: readonly Grouping[],
  over: (rows: Int32Array) => SmoothedMeans,
  folds: readonly Fold[],
): void {
  for (const { rows, others } of folds) {
    const means = over(others);
    for (const row of rows) meansOfRow(means, levels, row, matrix.data, row * matrix.names.length + column);
  }
}
