/** Exact Shapley values of tree ensembles, in whichever way the leaves share out what they are worth. */
import type { Tree, TreeEnsemble } from '../models/model.ts';
import type { Matrix } from '../table.ts';
import type { Steps } from './explanation.ts';
import type { LeafShares } from './leaf-shares.ts';
import { addTree, type Columns, roomFor } from './many-rows.ts';
import { addTreeToRow, rowRoom } from './one-row.ts';

/** Rows that are looked at together at most: pairs of states index a table of its square. */
const MOST_ROWS = 1024;
/** Rows times nodes of a tree: a step takes some ten milliseconds at most. */
const MOST_VISITS = 2 ** 18;

/**
 * What comes back explains any rows; each tree is looked at once, by the first who asks.
 *
 * @param sharesOf a tree's leaves
 * @param told how many contributions there are, where features share them; see leavesOf
 */
export function explainTrees(
  ensemble: TreeEnsemble,
  sharesOf: (tree: Tree) => LeafShares,
  told?: number,
): (x: Matrix) => Steps {
  const { trees } = ensemble;
  const known: LeafShares[] = [];
  const shares = (index: number): LeafShares => {
    known[index] ??= sharesOf(trees[index] as Tree);
    return known[index];
  };
  const nodes = trees.reduce((most, { feature }) => Math.max(most, feature.length), 1);
  const together = Math.min(MOST_ROWS, Math.ceil(MOST_VISITS / nodes));

  return function* (x: Matrix): Steps {
    const features = told ?? x.names.length;
    const outputs = ensemble.base.length;
    const contributions = new Float64Array(x.rows * outputs * features);
    for (let from = 0; from < x.rows; from += together) {
      const rows = Math.min(together, x.rows - from);
      const values = columnsOf(x, from, rows);
      const pieces = Array.from(
        ensemble.base,
        (): Columns => ({ rows, values, gains: new Float64Array(rows * features) }),
      );
      const add = rows === 1 ? addToRow() : addToRows(rows);
      for (let index = 0; index < trees.length; index++) {
        add(shares(index), pieces[(trees[index] as Tree).output] as Columns);
        yield;
      }
      pieces.forEach(({ gains }, output) => {
        for (let row = 0; row < rows; row++) {
          const to = ((from + row) * outputs + output) * features;
          for (let j = 0; j < features; j++) contributions[to + j] = gains[j * rows + row] as number;
        }
      });
    }
    const base = Array.from(ensemble.base);
    trees.forEach(({ output }, index) => {
      (base[output] as number) += shares(index).mean;
    });
    return { base, contributions, features };
  };
}

type Add = (shares: LeafShares, columns: Columns) => void;

function addToRows(rows: number): Add {
  const room = roomFor(rows);
  return (shares, columns) => addTree(shares, columns, room);
}

function addToRow(): Add {
  const room = rowRoom();
  return (shares, { values, gains }) => addTreeToRow(shares, values, gains, room);
}

/** Rows of the matrix, column after column. */
function columnsOf({ names, data }: Matrix, from: number, rows: number): Float32Array {
  const width = names.length;
  const columns = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < width; j++) columns[j * rows + row] = data[(from + row) * width + j] as number;
  }
  return columns;
}
