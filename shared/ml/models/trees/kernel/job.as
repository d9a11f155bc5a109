/**
 * The words of the job at hand, which whoever starts it (kernel.as) writes and all threads read. The first KiB of the
 * memory is for them; room for arrays starts behind it.
 */

/** What jobs there are: sums.as has the first, rows.as the others. */
export const SUM: u32 = 0;
export const PARTITION: u32 = 1;
export const ADD: u32 = 2;
export const GREATEST: u32 = 3;
export const ROUND: u32 = 4;

/** Words of the threads that are not of a job: whether one is lost, and how many milliseconds others wait for it. */
export const LOST: usize = 204;
export const LONGEST: usize = 208;

/** Parts of a job at most. */
export const MOST_PARTS: u32 = 32;

/** Of sums, what each job has anew. Pointers are bytes. */
export const HISTOGRAM: usize = 256;
/** 0: none. */
export const PARENT: usize = 260;
export const START: usize = 264;
export const END: usize = 268;
/** Where to write, of each column, what its best threshold is worth in the rows' node and in the other; 0: nowhere. */
export const WORTHS: usize = 272;
export const WORTHS_OTHER: usize = 276;
/** Of either node, in f64: the sum of gradients, and that of hessians with twice the L2 penalty. */
export const NODE: usize = 280;
export const NODE_OTHER: usize = 296;

/** Of sums, what all jobs of a tree have in common. */
export const PLACES: usize = 320;
/** Columns of places. */
export const WIDTH: usize = 324;
/** Whether places have 4 bytes, not 2. */
export const WIDE: usize = 328;
export const ROWS: usize = 332;
export const GRADIENT: usize = 336;
/** 0: each hessian is 1. */
export const HESSIAN: usize = 340;
/** Where each column's run of pairs starts, and, one more, where the last one's ends. */
export const OFFSETS: usize = 344;
/** Numbers of the columns to look at; 0: all. */
export const CHOSEN: usize = 348;
/** How many they are. */
export const COLUMNS: usize = 352;
/** Of each column that thresholds are sought in its slots; 0 for others. */
export const SLOTS: usize = 356;
/** In f64: the L2 penalty, and the least sum of hessians of a leaf, with the penalty. */
export const LAMBDA: usize = 360;
export const LEAST: usize = 368;

/** Of the other jobs: numbers of rows, or values, from the first to before the last. */
export const LIST: usize = 384;
export const FIRST: usize = 388;
export const LAST: usize = 392;
/** Room for as many rows. */
export const SPARE: usize = 396;
/** Bins of all rows, and of each bin whether its rows go left. */
export const BINS: usize = 400;
export const TABLE: usize = 404;
/** What is added to, in f64, a row's number times STRIDE bytes on; and what is added, or by what values are shifted. */
export const SCORES: usize = 408;
export const STRIDE: usize = 412;
export const VALUE: usize = 416;

/** What the parts of a job have found: 8 bytes each. */
export const FOUND: usize = 448;

// @ts-ignore: decorator
@inline
export function word(at: usize): usize {
  return load<u32>(at);
}

/** Where a part of the list starts; that of the one after the last is where it ends. */
export function cut(part: u32, parts: u32): u32 {
  const first = load<u32>(FIRST);
  const last = load<u32>(LAST);
  return part == parts ? last : first + ((last - first) / parts) * part;
}
