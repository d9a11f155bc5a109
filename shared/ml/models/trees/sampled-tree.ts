/** Trees on random rows and columns of the same data: what boosting, forest and tree have in common. */
import { type Random, sample } from '../../random.ts';
import type { Examples } from '../family.ts';
import type { Tree } from '../model.ts';
import { addTree } from '../score.ts';
import { binsOf } from './bins.ts';
import { drawRows } from './draw-rows.ts';
import { type Derivatives, type GrowSettings, type GrowSpace, growTree, type Leaf } from './grow.ts';
import { type Column, columnsOf, histogramSizeOf, layoutOf } from './layout.ts';
import type { TreeBuilder } from './tree-builder.ts';

export interface SampledTreeSettings extends GrowSettings {
  readonly maxBins: number;
  /** Shares of rows and columns drawn for each tree, without replacement. */
  readonly rowShare: number;
  readonly columnShare: number;
}

export interface TreeSampler {
  /** Draws the rows and columns that the next trees see. */
  draw(): void;
  /** Grows a tree for one output. With scores (rows x outputs), adds the tree to them. */
  grow(derivatives: Derivatives, output: number, scores?: Float64Array): Tree;
}

/** Bins the data once, for trees that each see a part of it. */
export function treeSampler(examples: Examples, settings: SampledTreeSettings, random: Random): TreeSampler {
  const { x, weight } = examples;
  const bins = binsOf(x, settings.maxBins);
  const columns = columnsOf(bins);
  const chosen = Math.max(1, Math.ceil(columns.length * settings.columnShare));
  const size = Math.max(1, Math.round(x.rows * settings.rowShare));
  const drawn = new Int32Array(x.rows);
  const space = spaceFor(x.rows, histogramSizeOf(columns));
  const fixed = { bins, settings, random, space, count: size, weight };
  let layout = layoutOf(columns, x.rows);
  return {
    draw() {
      drawRows(random, drawn, size);
      if (chosen < columns.length) layout = layoutOf(someOf(columns, chosen, random), x.rows, layout);
    },
    grow(derivatives, output, scores) {
      space.rows.set(drawn);
      const { tree, leaves } = growTree({ ...fixed, layout, derivatives });
      const built = tree.build(output);
      if (scores) {
        const outputs = scores.length / x.rows;
        addLeaves(tree, leaves, space.rows, scores, outputs, output);
        addTree(built, x, scores, outputs, space.rows.subarray(size));
      }
      return built;
    },
  };
}

function spaceFor(rows: number, histogramSize: number): GrowSpace {
  return { rows: new Int32Array(rows), spare: new Int32Array(rows), histograms: [], histogramSize };
}

function someOf(columns: readonly Column[], count: number, random: Random): Column[] {
  return Array.from(sample(random, columns.length, count), (index) => columns[index] as Column);
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
