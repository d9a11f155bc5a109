/** Grows one tree leaf by leaf, always where the gain is greatest (Shi, "Best-first Decision Tree Learning", 2007). */

import type { GrowInput, GrowSpace, Growth, Leaf, Range } from './growth.ts';
import { canSplit, seekIn, seekInChildren, summingOf, totalOf } from './leaf-splits.ts';
import { type Bounds, leafValue, within } from './split/leaf-value.ts';
import { type Split, writeLeftBins } from './split/split.ts';
import { TreeBuilder } from './tree-builder.ts';

/** @returns the tree's nodes, and its leaves with their rows */
export function growTree(input: GrowInput): { tree: TreeBuilder; leaves: Leaf[] } {
  const growth: Growth = { ...input, tree: new TreeBuilder(), sums: summingOf(input) };
  const { settings, space } = input;
  const leaves = [rootOf(growth)];
  while (leaves.length < settings.maxLeaves) {
    const index = mostGaining(leaves);
    const leaf = leaves[index];
    if (!leaf?.split) break;
    const [left, right] = divide(growth, leaf, leaf.split);
    if (leaves.length + 1 < settings.maxLeaves) prepare(growth, leaf, left, right);
    else release(space, leaf);
    leaves[index] = left;
    leaves.push(right);
  }
  for (const leaf of leaves) finish(growth, leaf);
  growth.tree.coverInnerNodes();
  return { tree: growth.tree, leaves };
}

function rootOf(growth: Growth): Leaf {
  const { settings, space, count, others } = growth;
  const histogram = takeHistogram(growth);
  growth.sums.sum(histogram, null, 0, count, null, null);
  const root: Leaf = {
    node: growth.tree.addLeaf(),
    start: 0,
    end: count,
    others: { start: count, end: count + others },
    rows: count,
    depth: 0,
    ...totalOf(growth, histogram),
    lambda: settings.lambda,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    histogram,
    split: null,
    gain: 0,
  };
  const nothing = takeHistogram(growth);
  seekIn(growth, root, nothing);
  space.histograms.push(nothing);
  return root;
}

function mostGaining(leaves: readonly Leaf[]): number {
  let best = 0;
  for (let i = 1; i < leaves.length; i++) {
    if ((leaves[i] as Leaf).gain > (leaves[best] as Leaf).gain) best = i;
  }
  return best;
}

/** Turns a leaf into an inner node with two leaves. */
function divide(growth: Growth, leaf: Leaf, split: Split): [Leaf, Leaf] {
  const { bins, kernel, space, tree } = growth;
  const column = bins.extended[split.feature] as Uint8Array;
  const { rows, spare, leftBins } = space;
  writeLeftBins(split, leftBins);
  const halves = ({ start, end }: Range): [Range, Range] => {
    const middle = start < end ? kernel.partition(rows, spare, start, end, column, leftBins) : start;
    return [
      { start, end: middle },
      { start: middle, end },
    ];
  };
  const [leftRows, rightRows] = halves(leaf);
  const [leftOthers, rightOthers] = halves(leaf.others);
  const bounds = bins.thresholds[split.feature] as Float32Array;
  const [left, right] = tree.split(leaf.node, split, bounds[split.bin - 1]);
  const { gradientLeft, hessianLeft } = split;
  const gradientRight = leaf.gradient - gradientLeft;
  const hessianRight = leaf.hessian - hessianLeft;
  const [below, above] = boundsOf(growth, leaf, split);
  return [
    childOf(leaf, split, left, leftRows, leftOthers, gradientLeft, hessianLeft, below),
    childOf(leaf, split, right, rightRows, rightOthers, gradientRight, hessianRight, above),
  ];
}

function childOf(
  { depth }: Leaf,
  { lambda }: Split,
  node: number,
  { start, end }: Range,
  others: Range,
  gradient: number,
  hessian: number,
  { low, high }: Bounds,
): Leaf {
  return {
    node,
    start,
    end,
    others,
    rows: end - start,
    depth: depth + 1,
    gradient,
    hessian,
    lambda,
    low,
    high,
    histogram: null,
    split: null,
    gain: 0,
  };
}

/** Of a split by a monotone column: the middle of both values parts what may come below either. */
function boundsOf({ settings }: Growth, leaf: Leaf, split: Split): [Bounds, Bounds] {
  const { direction, lambda, gradientLeft, hessianLeft } = split;
  if (direction === 0) return [leaf, leaf];
  const { low, high } = leaf;
  const penalty = { alpha: settings.alpha, lambda };
  const left = leafValue(gradientLeft, hessianLeft, penalty, leaf);
  const right = leafValue(leaf.gradient - gradientLeft, leaf.hessian - hessianLeft, penalty, leaf);
  const middle = (left + right) / 2;
  const below = { low, high: middle };
  const above = { low: middle, high };
  return direction > 0 ? [below, above] : [above, below];
}

/** Histograms of both children, by counting the rows of the smaller one alone; then their best splits. */
function prepare(growth: Growth, parent: Leaf, left: Leaf, right: Leaf): void {
  const { space } = growth;
  if (!parent.histogram || !(canSplit(growth, left) || canSplit(growth, right))) {
    release(space, parent);
    return;
  }
  const isLeftLarge = left.rows >= right.rows;
  const [small, large] = isLeftLarge ? [right, left] : [left, right];
  small.histogram = takeHistogram(growth);
  large.histogram = parent.histogram;
  seekInChildren(growth, small, large);
}

/** A free one, in which earlier sums may be left, or a new one. */
function takeHistogram({ space, kernel, layout }: Growth): Float64Array {
  return space.histograms.pop() ?? kernel.float64(layout.size);
}

function release(space: GrowSpace, leaf: Leaf): void {
  if (leaf.histogram) space.histograms.push(leaf.histogram);
  leaf.histogram = null;
}

/** The value that minimises the loss' second-order expansion, or the loss itself, and the weight that passed. */
function finish({ derivatives, settings, space, tree, weight }: Growth, leaf: Leaf): void {
  const penalty = { alpha: settings.alpha, lambda: leaf.lambda };
  const best = derivatives.leafValue
    ? within(derivatives.leafValue(space.rows.subarray(leaf.start, leaf.end)), leaf)
    : leafValue(leaf.gradient, leaf.hessian, penalty, leaf);
  let cover = weight ? 0 : leaf.end - leaf.start;
  if (weight) for (let i = leaf.start; i < leaf.end; i++) cover += weight[space.rows[i] as number] as number;
  tree.setLeaf(leaf.node, Math.fround(settings.rate * best), cover);
  release(space, leaf);
}
