/** What a fit of trees spends its time on. */
import type { Layout } from '../layout.ts';
import type { Room } from './room.ts';

/** A kernel gives the same results to the last bit whatever it is made of and however many threads it has. */
export interface Kernel extends Room {
  /**
   * Bins of one feature of some rows: one more than the number of bounds below the value, 0 for NaN.
   *
   * @param values of the rows, `width` each
   * @param bounds 255, ascending, filled up with infinities
   * @param into one for each row
   */
  bin(values: Float32Array, width: number, feature: number, bounds: Float32Array, into: Uint8Array): void;
  /** Sets to work on the rows of a tree; until it does on those of another. */
  summing(of: Summands): Sums;
  /**
   * Sorts rows[start..end) into those that go left and those that go right; stable and in place.
   *
   * @param spare room for as many rows
   * @param bins of each row
   * @param leftBins of each of 256 bins 1 when its rows go left
   * @returns where the right side starts
   */
  partition(
    rows: Int32Array,
    spare: Int32Array,
    start: number,
    end: number,
    bins: Uint8Array,
    leftBins: Uint8Array,
  ): number;
  /**
   * Adds the value to scores[first + stride * row] for each row of rows[start..end), of which no two are the same.
   *
   * @param scores of the kernel's room
   */
  add(
    scores: Float64Array,
    first: number,
    stride: number,
    rows: Int32Array,
    start: number,
    end: number,
    value: number,
  ): void;
  /** The greatest magnitude; NaN when one is not a number. */
  greatest(values: Float64Array): number;
  /** Adds the shift to each and takes it off again: see grid.ts. */
  round(values: Float64Array, shift: number): void;
  /** To be called at the end: helping threads go. */
  close(): void;
}

/**
 * What is summed up. All arrays are of the kernel's room, and all derivatives on one grid (see grid.ts): sums are
 * exact, so that their order does not matter.
 */
export interface Summands {
  readonly layout: Layout;
  /** Columns of the layout to look at. */
  readonly columns: Int32Array;
  readonly rows: Int32Array;
  readonly gradient: Float64Array;
  /** null when each is 1. */
  readonly hessian: Float64Array | null;
  /** L2 penalty of leaf values. */
  readonly lambda: number;
  /** Least sum of hessians in a leaf, with the L2 penalty. */
  readonly leastHessian: number;
}

/** Sums over rows of a tree, by column and bin, as histograms of [sum of gradients, sum of hessians] pairs. */
export interface Sums {
  /**
   * Overwrites the columns of a histogram with the sums over rows[start..end), takes them off the parent's, and seeks
   * thresholds in both.
   *
   * @param histogram layout.size numbers, as `parent`, of which the other child's sums are left
   * @param node whose rows they are; null: seek nothing
   * @param other whose sums are left in the parent's
   */
  sum(
    histogram: Float64Array,
    parent: Float64Array | null,
    start: number,
    end: number,
    node: SoughtNode | null,
    other: SoughtNode | null,
  ): void;
  /**
   * Where a threshold is that is worth so much (see SoughtNode), what is missing on the right before it is on the left.
   *
   * @param gradient sum over all rows of the node that the histogram is of, as `hessian`
   * @returns the threshold's bin twice, and 1 more when what is missing goes left; 0 when there is none
   */
  find(histogram: Float64Array, column: number, gradient: number, hessian: number, worth: number): number;
}

/** A node whose best thresholds are sought, in those columns that have them (see `Layout.thresholds`). */
export interface SoughtNode {
  /** Sums over all its rows. */
  readonly gradient: number;
  readonly hessian: number;
  /**
   * Of the kernel's room, one for each column of the layout's width: what the best threshold's leaves are worth by
   * worthOf() of worth.ts, 0 when there is none.
   */
  readonly worths: Float64Array;
}

/** Other threads, as whoever calls a fit has them: starting one is no matter of numbers. */
export interface Helpers {
  /** How many. */
  readonly count: number;
  /**
   * Has each of them make an instance of the module on that memory and call its `serve`, which returns when the fit
   * is over. They come when they come: until then the caller works alone. One whose `serve` throws has to call `lose`
   * and go: the fit then throws HelperLost. One that goes without a word does the same to it when patience ends, if it
   * had a part to do; else the fit goes on without it.
   */
  start(module: WebAssembly.Module, memory: WebAssembly.Memory): void;
  /** How long one may take for its part of a job before it counts as gone, in milliseconds; default 30,000. */
  readonly patience?: number;
  /** Told why a fit has to do without WebAssembly, and hence without help: it gives the same, and takes longer. */
  withoutKernel(error: unknown): void;
}
