/** Trees on random rows and columns of the same data: what boosting, forest and tree have in common. */
import { type Random, sample } from '../../random.ts';
import type { Examples } from '../family.ts';
import type { Tree } from '../model.ts';
import { addTree } from '../score.ts';
import { binsOf } from './bins.ts';
import { drawRows } from './draw-rows.ts';
import { roundToGrid } from './grid.ts';
import { type Derivatives, type GrowSettings, type GrowSpace, growTree, type Leaf } from './grow.ts';
import type { Kernel } from './kernel/kernel.ts';
import { type Layout, layoutOf } from './layout.ts';
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
export function treeSampler(
  examples: Examples,
  settings: SampledTreeSettings,
  random: Random,
  kernel: Kernel,
): TreeSampler {
  const { x } = examples;
  const size = Math.max(1, Math.round(x.rows * settings.rowShare));
  const drawn = new Int32Array(x.rows);
  const bins = binsOf(x, settings.maxBins, kernel);
  const layout = layoutOf(bins, kernel);
  const space = spaceFor(x.rows, layout, kernel);
  const grid = gridOf(examples, kernel);
  const fixed = { bins, layout, settings, random, kernel, space, count: size, weight: grid.weight };
  const columns = columnSampler(layout.columns.length, settings.columnShare, random, kernel);
  return {
    draw() {
      drawRows(random, drawn, size);
      columns.draw();
    },
    grow(derivatives, output, scores) {
      space.rows.set(drawn);
      const rounded = grid.round(derivatives);
      const { tree, leaves } = growTree({ ...fixed, columns: columns.drawn, derivatives: rounded });
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

function spaceFor(rows: number, { width }: Layout, kernel: Kernel): GrowSpace {
  return {
    rows: kernel.int32(rows),
    spare: kernel.int32(rows),
    histograms: [],
    worths: [kernel.float64(width), kernel.float64(width)],
    leftBins: kernel.uint8(256),
  };
}

interface Grid {
  readonly weight: Float64Array | undefined;
  round(derivatives: Derivatives): Derivatives;
}

/** What is summed up, where the kernel sees it, and so that the order of rows does not matter. */
function gridOf({ x, weight }: Examples, kernel: Kernel): Grid {
  const gradients = kernel.float64(x.rows);
  const hessians = kernel.float64(x.rows);
  return {
    weight: weight && onGrid(weight, kernel.float64(x.rows), kernel),
    round({ gradient, hessian, ...rest }) {
      onGrid(gradient, gradients, kernel);
      return { ...rest, gradient: gradients, hessian: hessian && onGrid(hessian, hessians, kernel) };
    },
  };
}

function onGrid(values: Float64Array, into: Float64Array, kernel: Kernel): Float64Array {
  into.set(values);
  roundToGrid(kernel, into);
  return into;
}

function columnSampler(all: number, share: number, random: Random, kernel: Kernel) {
  const count = Math.min(all, Math.max(1, Math.ceil(all * share)));
  const drawn = kernel.int32(count);
  drawn.set(drawn.map((_, i) => i));
  return {
    drawn,
    draw(): void {
      if (count < all) drawn.set(sample(random, all, count));
    },
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
