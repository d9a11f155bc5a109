/**
 * Exact Shapley values of tree ensembles where an unknown feature means: as in the rows of a background sample.
 * Interventional TreeSHAP, Lundberg et al. (2020), Algorithm 3, here tree by tree and leaf by leaf, each for all rows.
 */
import type { TreeEnsemble } from '../models/model.ts';
import type { Matrix } from '../table.ts';
import { type Background, backgroundOf, meanOf, shareOf } from './background.ts';
import type { Explanations } from './explanation.ts';
import { type Leaves, leavesOf, patternsOf } from './leaves.ts';

/** Rows that are looked at together: their patterns stay in the processor's cache. */
const PIECE = 1024;

/** Values are kept for leaves with at most so many patterns for each row: of them, rows have a few only. */
const KEPT = 4;

interface Prepared {
  readonly leaves: Leaves;
  readonly background: Background;
}

/** Some rows at one tree. */
interface Piece {
  readonly rows: number;
  /** Of each node and row; see patternsOf. */
  readonly patterns: Int32Array;
  readonly contributions: Float64Array;
  /** Where the first row's features are in the contributions, and how far the next row's are from there. */
  readonly to: number;
  readonly step: number;
  /** Room for the values of each pattern of a leaf, and whether they are there. */
  readonly shares: Float64Array;
  readonly known: Uint8Array;
}

/**
 * Looks at the trees once; what comes back explains any rows.
 *
 * @param sample at least one row
 */
export function interventional(ensemble: TreeEnsemble, sample: Matrix): (x: Matrix) => Explanations {
  const base = Array.from(ensemble.base);
  const prepared = ensemble.trees.map((tree): Prepared => {
    const leaves = leavesOf(tree);
    const background = backgroundOf(leaves, sample);
    (base[tree.output] as number) += meanOf(leaves, background);
    return { leaves, background };
  });
  const nodes = ensemble.trees.reduce((most, { feature }) => Math.max(most, feature.length), 0);

  return (x: Matrix): Explanations => {
    const features = x.names.length;
    const step = base.length * features;
    const contributions = new Float64Array(x.rows * step);
    const most = Math.min(x.rows, PIECE);
    const patterns = new Int32Array(nodes * most);
    const known = new Uint8Array(KEPT * Math.max(most, 1));
    const shares = new Float64Array(known.length * 32);
    for (let from = 0; from < x.rows; from += PIECE) {
      const rows = Math.min(PIECE, x.rows - from);
      for (const { leaves, background } of prepared) {
        const to = from * step + leaves.tree.output * features;
        patternsOf(leaves, x, from, rows, patterns);
        addLeaves(leaves, background, { rows, patterns, contributions, to, step, shares, known });
      }
    }
    return { base, contributions, features };
  };
}

/** Rows with the same pattern get the same: where rows may outnumber patterns, each is worked out once. */
function addLeaves(leaves: Leaves, background: Background, piece: Piece): void {
  const { node, start, feature } = leaves;
  const { rows, patterns, contributions, step, shares, known } = piece;
  for (let leaf = 0; leaf < node.length; leaf++) {
    const first = start[leaf] as number;
    const width = (start[leaf + 1] as number) - first;
    const all = (1 << width) - 1;
    const isKept = all < KEPT * rows;
    if (isKept) known.fill(0, 0, all + 1);
    const own = (node[leaf] as number) * rows;
    for (let row = 0; row < rows; row++) {
      const pattern = (patterns[own + row] as number) & all;
      const at = isKept ? pattern * width : 0;
      if (!isKept || known[pattern] === 0) {
        shareOf(leaves, background, leaf, pattern, shares, at);
        if (isKept) known[pattern] = 1;
      }
      const to = piece.to + row * step;
      for (let j = 0; j < width; j++) {
        (contributions[to + (feature[first + j] as number)] as number) += shares[at + j] as number;
      }
    }
  }
}
