/** Trees on random rows and columns of the same data: what boosting, forest and tree have in common. */
import { type Random, sample } from '../../random.ts';
import type { Matrix } from '../../table.ts';
import type { Examples } from '../family.ts';
import type { Tree } from '../model.ts';
import { binsOf } from './binning.ts';
import { drawRows } from './draw-rows.ts';
import { roundToGrid } from './grid.ts';
import { growTree } from './grow.ts';
import type { Derivatives, GrowSettings, GrowSpace, Leaf, Range } from './growth.ts';
import type { Kernel } from './kernel/kernel.ts';
import { type Layout, layoutOf } from './layout.ts';
import type { TreeBuilder } from './tree-builder.ts';

export interface SampledTreeSettings extends GrowSettings {
  readonly maxBins: number;
  /** Shares of rows and columns drawn for each tree, without replacement; of rows about so many. */
  readonly rowShare: number;
  readonly columnShare: number;
}

export interface TreeSampler {
  /** Draws the rows and columns that the next trees see. */
  draw(): void;
  /**
   * Grows a tree for one output. With scores (rows x outputs, of the kernel's room; those of the validation rows
   * last), adds the tree to them.
   */
  grow(derivatives: Derivatives, output: number, scores?: Float64Array): Tree;
}

/**
 * Bins the data once, for trees that each see a part of it.
 *
 * @param validation rows that no tree is grown on, but that have scores too
 */
export function treeSampler(
  examples: Examples,
  settings: SampledTreeSettings,
  random: Random,
  kernel: Kernel,
  validation?: Matrix,
): TreeSampler {
  const { x } = examples;
  const all = x.rows + (validation?.rows ?? 0);
  const order = Int32Array.from({ length: all }, (_, row) => row);
  const learned = order.subarray(0, x.rows);
  const bins = binsOf(x, settings.maxBins, kernel, validation);
  const layout = layoutOf(bins, kernel);
  const space = spaceFor(all, layout, kernel);
  const grid = gridOf(examples, kernel);
  const fixed = { bins, layout, settings, random, kernel, space, weight: grid.weight };
  const columns = columnSampler(layout.columns.length, settings.columnShare, random, kernel);
  let count = x.rows;
  return {
    draw() {
      if (settings.rowShare < 1) count = drawRows(random, learned, space.spare, settings.rowShare);
      columns.draw();
    },
    grow(derivatives, output, scores) {
      space.rows.set(order);
      const others = scores ? all - count : 0;
      const rounded = grid.round(derivatives);
      const input = { ...fixed, columns: columns.drawn, derivatives: rounded, count, others };
      const { tree, leaves } = growTree(input);
      if (scores) addLeaves(kernel, tree, leaves, space.rows, scores, scores.length / all, output);
      return tree.build(output);
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
  const weights = weight && onGrid(weight, kernel.float64(x.rows), kernel);
  return {
    weight: weights,
    round({ gradient, hessian, ...rest }) {
      onGrid(gradient, gradients, kernel);
      if (weights && hessian === weight) return { ...rest, gradient: gradients, hessian: weights };
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

/** Rows lie sorted by leaf: no need to ask the tree. */
function addLeaves(
  kernel: Kernel,
  tree: TreeBuilder,
  leaves: readonly Leaf[],
  rows: Int32Array,
  scores: Float64Array,
  outputs: number,
  output: number,
): void {
  const add = ({ start, end }: Range, value: number): void =>
    kernel.add(scores, output, outputs, rows, start, end, value);
  for (const leaf of leaves) {
    const value = tree.valueOf(leaf.node);
    add(leaf, value);
    add(leaf.others, value);
  }
}
