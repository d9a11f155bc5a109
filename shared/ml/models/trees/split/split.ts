/** A way to divide a node in two, and what is asked for when one is looked for. */
import type { Sums } from '../kernel/kernel.ts';
import type { Bounds, Penalty } from './leaf-value.ts';

/** What is known of the node to divide. */
export interface NodeSums extends Bounds {
  readonly gradient: number;
  readonly hessian: number;
  readonly rows: number;
}

export interface SplitSettings extends Penalty {
  /** Least sum of hessians in a leaf (rows, in squared error). */
  readonly minChildWeight: number;
  /** Least gain. */
  readonly minGain: number;
  /** Added to a category's hessian where categories are ordered by gradient / hessian. */
  readonly categorySmoothing: number;
  /** L2 penalty on the two leaves of a set of categories, on top of `lambda`. */
  readonly categoryLambda: number;
  /** Categories at most in a set. */
  readonly maxCategories: number;
  /** Rows at least by which a set of categories grows before it is looked at again. */
  readonly minCategoryRows: number;
}

export interface SplitQuestion {
  /** Of the node: [gradient, hessian] sums by bin. */
  readonly histogram: Float64Array;
  readonly node: NodeSums;
  readonly settings: SplitSettings;
  /** What the kernel has found; null where it cannot seek. */
  readonly findings: Findings | null;
}

export interface Findings {
  /** See SoughtNode. */
  readonly worths: Float64Array;
  readonly find: Sums['find'];
}

export interface Split {
  /** Twice what the loss falls by when the two leaves say their values rather than 0. */
  readonly worth: number;
  readonly feature: number;
  /** Rows of this bin and below go left; not looked at with a set. */
  readonly bin: number;
  /** Of each bin 1 when it goes left; null for a threshold. */
  readonly set: Uint8Array | null;
  readonly missingLeft: boolean;
  /** 1 when the right leaf must not be below the left one, -1 when not above it, 0 for any. */
  readonly direction: number;
  readonly gradientLeft: number;
  readonly hessianLeft: number;
  /** L2 penalty that the two leaves are valued with. */
  readonly lambda: number;
}

/** Sums below it are what rounding leaves of 0. */
export const NOTHING = 1e-9;

/** Writes of each of 256 bins 1 when its rows go left, else 0. */
export function writeLeftBins({ set, bin, missingLeft }: Split, into: Uint8Array): void {
  if (set) into.set(set);
  else {
    into.fill(1, 1, bin + 1).fill(0, bin + 1);
    into[0] = missingLeft ? 1 : 0;
  }
}
