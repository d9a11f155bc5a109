/** Histograms: sums of rows' derivatives by column and bin, as pairs of f64, [sum of gradients, sum of hessians]. */
import {
  CHOSEN, COLUMNS, END, GRADIENT, HESSIAN, HISTOGRAM, NODE, NODE_OTHER, PARENT, PLACES, ROWS, START, WIDE, WIDTH,
  WORTHS, WORTHS_OTHER, word,
} from './job';
import { pairsBefore, seek } from './thresholds';

/**
 * Parts of the job are ranges of columns, which touch different pairs: whoever does them, the sums are the same. The
 * pairs are filled anew, and taken off the parent's, when there is one.
 */
export function sumPart(part: u32, parts: u32): void {
  const columns = <u32>word(COLUMNS);
  if (word(CHOSEN)) {
    const from = (columns * part) / parts;
    const to = (columns * (part + 1)) / parts;
    for (let i = from; i < to; i++) clear(load<u32>(word(CHOSEN) + (<usize>i << 2)), 1);
    if (word(WIDE)) addChosen<u32>(from, to);
    else addChosen<u16>(from, to);
    for (let i = from; i < to; i++) finish(load<u32>(word(CHOSEN) + (<usize>i << 2)), 1);
  } else {
    const from = (((columns >> 1) * part) / parts) << 1;
    const to = (((columns >> 1) * (part + 1)) / parts) << 1;
    clear(from, to - from);
    if (word(WIDE)) addAll<u32>(from, to);
    else addAll<u16>(from, to);
    finish(from, to - from);
  }
}

/**
 * Adds up, at the places that rows[start..end) have in the columns `from` to `to` (even numbers), each row's pair.
 * A pair is as wide as a SIMD register: one load, one addition, one store.
 */
function addAll<T>(from: u32, to: u32): void {
  const histogram = word(HISTOGRAM);
  const gradient = word(GRADIENT);
  const hessian = word(HESSIAN);
  const size = word(WIDTH) * sizeof<T>();
  const first = word(PLACES) + <usize>from * sizeof<T>();
  const length = <usize>(to - from) * sizeof<T>();
  const last = word(ROWS) + (word(END) << 2);
  for (let at = word(ROWS) + (word(START) << 2); at < last; at += 4) {
    const row = <usize>load<u32>(at);
    const pair = pairOf(row, gradient, hessian);
    let place = first + row * size;
    for (const stop = place + length; place < stop; place += 2 * sizeof<T>()) {
      add(histogram + (<usize>load<T>(place) << 4), pair);
      add(histogram + (<usize>load<T>(place, sizeof<T>()) << 4), pair);
    }
  }
}

/** The same in the chosen columns `from` to `to` (any numbers). */
function addChosen<T>(from: u32, to: u32): void {
  const histogram = word(HISTOGRAM);
  const gradient = word(GRADIENT);
  const hessian = word(HESSIAN);
  const places = word(PLACES);
  const size = word(WIDTH) * sizeof<T>();
  const first = word(CHOSEN) + (<usize>from << 2);
  const stop = word(CHOSEN) + (<usize>to << 2);
  const last = word(ROWS) + (word(END) << 2);
  for (let at = word(ROWS) + (word(START) << 2); at < last; at += 4) {
    const row = <usize>load<u32>(at);
    const pair = pairOf(row, gradient, hessian);
    const place = places + row * size;
    for (let column = first; column < stop; column += 4)
      add(histogram + (<usize>load<T>(place + <usize>load<u32>(column) * sizeof<T>()) << 4), pair);
  }
}

// @ts-ignore: decorator
@inline
function pairOf(row: usize, gradient: usize, hessian: usize): v128 {
  const pair = f64x2.replace_lane(f64x2.splat(1), 0, load<f64>(gradient + (row << 3)));
  return hessian ? f64x2.replace_lane(pair, 1, load<f64>(hessian + (row << 3))) : pair;
}

// @ts-ignore: decorator
@inline
function add(sum: usize, pair: v128): void {
  v128.store(sum, f64x2.add(v128.load(sum), pair));
}

function clear(column: u32, count: u32): void {
  const first = pairsBefore(column);
  memory.fill(word(HISTOGRAM) + first, 0, pairsBefore(column + count) - first);
}

/** What is to be done with columns whose pairs are complete. */
function finish(from: u32, count: u32): void {
  if (word(PARENT)) subtract(from, count);
  for (let column = from; column < from + count; column++) {
    if (word(WORTHS)) seek(column, word(HISTOGRAM), word(WORTHS), NODE);
    if (word(WORTHS_OTHER)) seek(column, word(PARENT), word(WORTHS_OTHER), NODE_OTHER);
  }
}

function subtract(column: u32, count: u32): void {
  const histogram = word(HISTOGRAM);
  const parent = word(PARENT);
  const last = pairsBefore(column + count);
  for (let at = pairsBefore(column); at < last; at += 16)
    v128.store(parent + at, f64x2.sub(v128.load(parent + at), v128.load(histogram + at)));
}
