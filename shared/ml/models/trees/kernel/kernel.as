/**
 * What a fit of trees spends its time on, in AssemblyScript, compiled to WebAssembly with SIMD and shared memory by
 * `npm run build`. Each function has its twin of the same name in javascript.ts, with the same results to the last bit:
 * sums are of numbers on one grid (see grid.ts), hence exact in any order, and gains are worked out by the same
 * operations. Here are the jobs that threads can share, each with the words that it is about; pointers are bytes.
 */
import {
  ADD, BINS, CHOSEN, COLUMNS, END, FIRST, FOUND, GRADIENT, GREATEST, HESSIAN, HISTOGRAM, LAMBDA, LAST, LEAST, LIST,
  NODE, NODE_OTHER, OFFSETS, PARENT, PARTITION, PLACES, ROUND, ROWS, SCORES, SLOTS, SPARE, START, STRIDE, SUM, TABLE,
  VALUE, WIDE, WIDTH, WORTHS, WORTHS_OTHER, word,
} from './job';
import { join } from './rows';
import { run } from './threads';

export { bin } from './rows';
export { find } from './thresholds';
export { dismiss, lose, serve } from './threads';

/** What all sums of a tree have in common. */
export function prepare(
  places: usize,
  width: u32,
  wide: u32,
  rows: usize,
  gradient: usize,
  hessian: usize,
  offsets: usize,
  chosen: usize,
  columns: u32,
  slots: usize,
  lambda: f64,
  least: f64,
): void {
  store<u32>(PLACES, <u32>places);
  store<u32>(WIDTH, width);
  store<u32>(WIDE, wide);
  store<u32>(ROWS, <u32>rows);
  store<u32>(GRADIENT, <u32>gradient);
  store<u32>(HESSIAN, <u32>hessian);
  store<u32>(OFFSETS, <u32>offsets);
  store<u32>(CHOSEN, <u32>chosen);
  store<u32>(COLUMNS, columns);
  store<u32>(SLOTS, <u32>slots);
  store<f64>(LAMBDA, lambda);
  store<f64>(LEAST, least);
}

/** @param both sum of the node's hessians with twice the L2 penalty */
export function sum(
  histogram: usize,
  parent: usize,
  start: u32,
  end: u32,
  worths: usize,
  gradient: f64,
  both: f64,
  worthsOther: usize,
  gradientOther: f64,
  bothOther: f64,
): void {
  store<u32>(HISTOGRAM, <u32>histogram);
  store<u32>(PARENT, <u32>parent);
  store<u32>(START, start);
  store<u32>(END, end);
  store<u32>(WORTHS, <u32>worths);
  store<f64>(NODE, gradient);
  store<f64>(NODE, both, 8);
  store<u32>(WORTHS_OTHER, <u32>worthsOther);
  store<f64>(NODE_OTHER, gradientOther);
  store<f64>(NODE_OTHER, bothOther, 8);
  const columns = <u32>word(COLUMNS);
  const pairs = load<u32>(word(OFFSETS) + (word(WIDTH) << 2));
  run(SUM, (end - start) * columns + 2 * pairs, word(CHOSEN) ? columns : columns >> 1);
}

/** Sorts rows[start..end), stable and in place: those whose bin the table marks with 1 come first. Returns where the others start. */
export function partition(rows: usize, spare: usize, start: u32, end: u32, bins: usize, table: usize): u32 {
  about(rows, start, end);
  store<u32>(SPARE, <u32>spare);
  store<u32>(BINS, <u32>bins);
  store<u32>(TABLE, <u32>table);
  return join(run(PARTITION, end - start, -1));
}

/** Adds the value to the score of each of rows[start..end), scores being `stride` bytes apart. */
export function add(rows: usize, start: u32, end: u32, scores: usize, stride: u32, value: f64): void {
  about(rows, start, end);
  store<u32>(SCORES, <u32>scores);
  store<u32>(STRIDE, stride);
  store<f64>(VALUE, value);
  run(ADD, (end - start) >> 1, -1);
}

/** The greatest magnitude of some numbers; not a number when one is not. */
export function greatest(values: usize, count: u32): f64 {
  about(values, 0, count);
  const parts = run(GREATEST, count >> 1, -1);
  let most: f64 = 0;
  for (let part: u32 = 0; part < parts; part++) most = max(most, load<f64>(FOUND + (<usize>part << 3)));
  return most;
}

/** Adds to each a number so great that the bits below its last are lost, and takes it off again. */
export function round(values: usize, count: u32, shift: f64): void {
  about(values, 0, count);
  store<f64>(VALUE, shift);
  run(ROUND, count >> 1, -1);
}

function about(list: usize, first: u32, last: u32): void {
  store<u32>(LIST, <u32>list);
  store<u32>(FIRST, first);
  store<u32>(LAST, last);
}
