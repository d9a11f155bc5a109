/** Trees on random rows and columns of the same data: what boosting, forest and tree have in common. */
import { type Random, sample } from '../../random.ts';
import type { Examples } from '../family.ts';
import type { Tree } from '../model.ts';
import { addTree } from '../score.ts';
import { binsOf } from './bins.ts';
import { drawRows } from './draw-rows.ts';
import { type Derivatives, type GrowSettings, type GrowSpace, growTree, type Leaf } from './grow.ts';
import { columnsOf, type Layout, layoutOf } from './layout.ts';
import type { TreeBuilder } from './tree-builder.ts';

export interface SampledTreeSettings extends GrowSettings {
  readonly maxBins: number;
  /** Shares of rows and columns drawn for each tree, without replacement. */
  readonly rowShare: number;
  readonly columnShare: number;
}

/** Grows a tree for one output. With scores (rows x outputs), adds the tree to them. */
export type GrowSampled = (derivatives: Derivatives, output: number, scores?: Float64Array) => Tree;

/** Bins the data once. @returns a function that grows each tree on fresh rows and columns */
export function treeSampler(examples: Examples, settings: SampledTreeSettings, random: Random): GrowSampled {
  const { x, weight } = examples;
  const bins = binsOf(x, settings.maxBins);
  const columns = columnsOf(bins);
  const space: GrowSpace = { rows: new Int32Array(x.rows), spare: new Int32Array(x.rows), histograms: [] };
  const size = Math.max(1, Math.round(x.rows * settings.rowShare));
  const chosen = Math.max(1, Math.ceil(columns.length * settings.columnShare));
  let layout: Layout | undefined;
  return (derivatives, output, scores) => {
    if (!layout || chosen < columns.length) {
      const some = Array.from(sample(random, columns.length, chosen), (index) => columns[index]);
      layout = layoutOf(
        some.filter((column) => column !== undefined),
        x.rows,
        layout,
      );
    }
    drawRows(random, space.rows, size);
    const grown = growTree(bins, layout, derivatives, settings, random, space, size, weight);
    const tree = grown.tree.build(output);
    if (scores) {
      const outputs = scores.length / x.rows;
      addLeaves(grown.tree, grown.leaves, space.rows, scores, outputs, output);
      addTree(tree, x, scores, outputs, space.rows.subarray(size));
    }
    return tree;
  };
}

/** Rows that the tree was grown on lie sorted by leaf: no need to ask the tree. */
function addLeaves(
  tree: TreeBuilder,
  leaves: readonly Leaf[],
  rows: Int32Array,
  scores: Float64Array,
  outputs: number,
  output: number,
): void {
  for (const { node, start, end } of leaves) {
    const value = tree.valueOf(node);
    for (let i = start; i < end; i++) (scores[(rows[i] as number) * outputs + output] as number) += value;
  }
}
