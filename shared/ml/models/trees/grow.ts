/** Grows one tree leaf by leaf, always where the gain is greatest (Shi, "Best-first Decision Tree Learning", 2007). */
import { type Random, sample } from '../../random.ts';
import type { Bins } from './bins.ts';
import { accumulate, subtract } from './histogram.ts';
import type { Layout } from './layout.ts';
import { partition } from './partition.ts';
import { bestSplit, type Split, type SplitSettings } from './split.ts';
import { TreeBuilder } from './tree-builder.ts';

export interface GrowSettings extends SplitSettings {
  readonly maxLeaves: number;
  readonly maxDepth: number;
  /** Share of the columns that each split looks at, drawn anew; 1 looks at all. */
  readonly splitShare: number;
  /** What leaf values are multiplied by. */
  readonly rate: number;
}

/** First and second derivatives of the loss by the score, for each row. */
export interface Derivatives {
  readonly gradient: Float64Array;
  /** null when each is 1. */
  readonly hessian: Float64Array | null;
}

/** Rows of the training data that a tree is grown on, with space to sort them. */
export interface GrowSpace {
  readonly rows: Int32Array;
  readonly spare: Int32Array;
  /** Histograms that are free, and what each has room for. */
  readonly histograms: Float64Array[];
  readonly histogramSize: number;
}

export interface Leaf {
  readonly node: number;
  /** Its rows are space.rows[start..end). */
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly gradient: number;
  readonly hessian: number;
  histogram: Float64Array | null;
  split: Split | null;
}

/** What a tree is grown from. */
export interface GrowInput {
  readonly bins: Bins;
  readonly layout: Layout;
  readonly derivatives: Derivatives;
  readonly settings: GrowSettings;
  readonly random: Random;
  readonly space: GrowSpace;
  /** Grown on the first so many of space.rows, which are left sorted by leaf. */
  readonly count: number;
  /** Of each row, for the cover of nodes; 1 when absent. */
  readonly weight?: Float64Array | undefined;
}

interface Growth extends GrowInput {
  readonly tree: TreeBuilder;
}

/** @returns the tree's nodes, and its leaves with their rows */
export function growTree(input: GrowInput): { tree: TreeBuilder; leaves: Leaf[] } {
  const growth: Growth = { ...input, tree: new TreeBuilder() };
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
  const { derivatives, space, count } = growth;
  let gradient = 0;
  let hessian = derivatives.hessian ? 0 : count;
  for (let i = 0; i < count; i++) {
    const row = space.rows[i] as number;
    gradient += derivatives.gradient[row] as number;
    if (derivatives.hessian) hessian += derivatives.hessian[row] as number;
  }
  const node = growth.tree.addLeaf();
  const root: Leaf = {
    node,
    start: 0,
    end: count,
    depth: 0,
    gradient,
    hessian,
    histogram: null,
    split: null,
  };
  root.histogram = takeHistogram(space);
  accumulateLeaf(growth, root, root.histogram);
  seek(growth, root);
  return root;
}

function mostGaining(leaves: readonly Leaf[]): number {
  let best = 0;
  for (let i = 1; i < leaves.length; i++) {
    if ((leaves[i]?.split?.gain ?? 0) > (leaves[best]?.split?.gain ?? 0)) best = i;
  }
  return best;
}

/** Turns a leaf into an inner node with two leaves. */
function divide(growth: Growth, leaf: Leaf, split: Split): [Leaf, Leaf] {
  const { bins, space, tree } = growth;
  const column = bins.columns[split.feature] as Uint8Array;
  const middle = partition(
    space.rows,
    space.spare,
    leaf.start,
    leaf.end,
    column,
    split.bin,
    split.missingLeft,
  );
  const bounds = bins.thresholds[split.feature] as Float32Array;
  const [left, right] = tree.split(leaf.node, split.feature, bounds[split.bin - 1], split.missingLeft);
  const depth = leaf.depth + 1;
  const { gradientLeft, hessianLeft } = split;
  const empty = { depth, histogram: null, split: null };
  return [
    { ...empty, node: left, start: leaf.start, end: middle, gradient: gradientLeft, hessian: hessianLeft },
    {
      ...empty,
      node: right,
      start: middle,
      end: leaf.end,
      gradient: leaf.gradient - gradientLeft,
      hessian: leaf.hessian - hessianLeft,
    },
  ];
}

/** Histograms of both children, by counting the rows of the smaller one alone; then their best splits. */
function prepare(growth: Growth, parent: Leaf, left: Leaf, right: Leaf): void {
  const { settings, space, layout } = growth;
  const canSplit = (leaf: Leaf) =>
    leaf.depth < settings.maxDepth &&
    leaf.hessian >= 2 * settings.minChildWeight &&
    leaf.end - leaf.start >= 2;
  const large = left.end - left.start < right.end - right.start ? right : left;
  const small = large === left ? right : left;
  if (!parent.histogram || !(canSplit(large) || canSplit(small))) {
    release(space, parent);
    return;
  }
  small.histogram = takeHistogram(space);
  accumulateLeaf(growth, small, small.histogram);
  subtract(parent.histogram, small.histogram, layout.size);
  large.histogram = parent.histogram;
  for (const leaf of [left, right]) if (canSplit(leaf)) seek(growth, leaf);
}

function accumulateLeaf({ layout, derivatives, space }: Growth, leaf: Leaf, histogram: Float64Array): void {
  const { gradient, hessian } = derivatives;
  accumulate(histogram, layout, space.rows, leaf.start, leaf.end, gradient, hessian);
}

function seek({ layout, settings, random }: Growth, leaf: Leaf): void {
  if (!leaf.histogram) return;
  const all = layout.columns.length;
  const looked = Math.max(1, Math.ceil(all * settings.splitShare));
  const columns = looked < all ? sample(random, all, looked) : layout.columns.keys();
  leaf.split = bestSplit(leaf.histogram, layout, columns, leaf.gradient, leaf.hessian, settings);
}

/** A free one, in which earlier sums may be left, or a new one. */
function takeHistogram({ histograms, histogramSize }: GrowSpace): Float64Array {
  return histograms.pop() ?? new Float64Array(histogramSize);
}

function release(space: GrowSpace, leaf: Leaf): void {
  if (leaf.histogram) space.histograms.push(leaf.histogram);
  leaf.histogram = null;
}

/** The value that minimises the loss' second-order expansion, and the weight that passed. */
function finish({ settings, space, tree, weight }: Growth, leaf: Leaf): void {
  const denominator = leaf.hessian + settings.lambda;
  const value = denominator > 0 ? (-settings.rate * leaf.gradient) / denominator : 0;
  let cover = weight ? 0 : leaf.end - leaf.start;
  if (weight) for (let i = leaf.start; i < leaf.end; i++) cover += weight[space.rows[i] as number] as number;
  tree.setLeaf(leaf.node, Math.fround(value), cover);
  release(space, leaf);
}
