/** What a tree is grown from, and how far it has grown. */
import type { Random } from '../../random.ts';
import type { Bins } from './bins.ts';
import type { Kernel, Sums } from './kernel/kernel.ts';
import type { Layout } from './layout.ts';
import type { NodeSums, Split, SplitSettings } from './split/split.ts';
import type { TreeBuilder } from './tree-builder.ts';

export interface GrowSettings extends SplitSettings {
  readonly maxLeaves: number;
  readonly maxDepth: number;
  /** Share of the columns that each split looks at, drawn anew; 1 looks at all. */
  readonly splitShare: number;
  /** What leaf values are multiplied by. */
  readonly rate: number;
}

/** First and second derivatives of the loss by the score, for each row; in a growing tree, all on one grid. */
export interface Derivatives {
  readonly gradient: Float64Array;
  /** null when each is 1. */
  readonly hessian: Float64Array | null;
  /** The best value of a leaf with these rows, for a loss whose derivatives do not tell it. */
  readonly leafValue?: (rows: Int32Array) => number;
}

/** Rows of the training data that a tree is grown on, with space to sort them. */
export interface GrowSpace {
  readonly rows: Int32Array;
  readonly spare: Int32Array;
  /** Histograms that are free. */
  readonly histograms: Float64Array[];
  /** What the kernel finds in a node and in its sibling: see SoughtNode. */
  readonly worths: readonly [Float64Array, Float64Array];
  /** Of each bin whether its rows go left. */
  readonly leftBins: Uint8Array;
}

/** Of space.rows, from `start` to before `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Leaf extends NodeSums, Range {
  readonly node: number;
  /** Rows that it was not grown on, but that end in it. */
  readonly others: Range;
  readonly depth: number;
  /** L2 penalty of its value. */
  readonly lambda: number;
  histogram: Float64Array | null;
  /** The best one, when any is good enough, and what it is worth more than the leaf as it is. */
  split: Split | null;
  gain: number;
}

/** What a tree is grown from. */
export interface GrowInput {
  readonly bins: Bins;
  readonly layout: Layout;
  /** Columns of the layout that the tree may use. */
  readonly columns: Int32Array;
  /** What all arrays of numbers by row are room of. */
  readonly kernel: Kernel;
  readonly derivatives: Derivatives;
  readonly settings: GrowSettings;
  readonly random: Random;
  readonly space: GrowSpace;
  /** Grown on the first so many of space.rows, which are left sorted by leaf, as are the next so many. */
  readonly count: number;
  readonly others: number;
  /** Of each row, for the cover of nodes; 1 when absent. */
  readonly weight?: Float64Array | undefined;
}

export interface Growth extends GrowInput {
  readonly tree: TreeBuilder;
  readonly sums: Sums;
}
