/** What is done row by row: sorting them by a split, adding leaf values, rounding to a grid, binning. */
import { BINS, cut, FIRST, FOUND, LIST, SCORES, SPARE, STRIDE, TABLE, VALUE, word } from './job';

/**
 * Sorts the part of the rows, stable: those whose bin the table marks with 1 move to its start, the others into the
 * spare room, as far from its start as the part is from that of the list. How many go left is what is found.
 */
export function partitionPart(part: u32, parts: u32): void {
  const bins = word(BINS);
  const table = word(TABLE);
  const from = cut(part, parts);
  const start = word(LIST) + (<usize>from << 2);
  const last = word(LIST) + (<usize>cut(part + 1, parts) << 2);
  let left = start;
  let right = word(SPARE) + ((<usize>from - word(FIRST)) << 2);
  for (let at = start; at < last; at += 4) {
    const row = load<u32>(at);
    const goesLeft = <usize>load<u8>(table + <usize>load<u8>(bins + <usize>row)) << 2;
    store<u32>(left, row);
    store<u32>(right, row);
    left += goesLeft;
    right += 4 - goesLeft;
  }
  store<u32>(FOUND + (<usize>part << 3), <u32>((left - start) >> 2));
}

/** Puts together what the parts have sorted. Returns where those that go right start. */
export function join(parts: u32): u32 {
  const list = word(LIST);
  let into = list + (word(FIRST) << 2);
  for (let part: u32 = 0; part < parts; part++) {
    const lefts = <usize>load<u32>(FOUND + (<usize>part << 3)) << 2;
    if (part) memory.copy(into, list + (<usize>cut(part, parts) << 2), lefts);
    into += lefts;
  }
  const middle = <u32>((into - list) >> 2);
  for (let part: u32 = 0; part < parts; part++) {
    const from = cut(part, parts);
    const rights = (<usize>(cut(part + 1, parts) - from) - <usize>load<u32>(FOUND + (<usize>part << 3))) << 2;
    memory.copy(into, word(SPARE) + ((<usize>from - word(FIRST)) << 2), rights);
    into += rights;
  }
  return middle;
}

/** Adds the value to the score of each row in the part. */
export function addPart(part: u32, parts: u32): void {
  const scores = word(SCORES);
  const stride = word(STRIDE);
  const value = load<f64>(VALUE);
  const last = word(LIST) + (<usize>cut(part + 1, parts) << 2);
  for (let at = word(LIST) + (<usize>cut(part, parts) << 2); at < last; at += 4) {
    const score = scores + <usize>load<u32>(at) * stride;
    store<f64>(score, load<f64>(score) + value);
  }
}

/** The greatest magnitude of the part's numbers; not a number when one is not. */
export function greatestPart(part: u32, parts: u32): void {
  const last = word(LIST) + (<usize>cut(part + 1, parts) << 3);
  let at = word(LIST) + (<usize>cut(part, parts) << 3);
  // A maximum waits for the one before it: two of them do not wait for each other. It does not see what is not a number.
  let a = f64x2.splat(0);
  let b = a;
  let unequal = a;
  for (; at + 32 <= last; at += 32) {
    const one = v128.load(at);
    const other = v128.load(at, 16);
    a = f64x2.pmax(a, f64x2.abs(one));
    b = f64x2.pmax(b, f64x2.abs(other));
    unequal = v128.or(unequal, v128.or(f64x2.ne(one, one), f64x2.ne(other, other)));
  }
  for (; at < last; at += 8) {
    const one = v128.load64_splat(at);
    a = f64x2.pmax(a, f64x2.abs(one));
    unequal = v128.or(unequal, f64x2.ne(one, one));
  }
  const most = f64x2.pmax(a, b);
  const found = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  store<f64>(FOUND + (<usize>part << 3), v128.any_true(unequal) ? NaN : found);
}

/** Adds to each number of the part one so great that the bits below its last are lost, and takes it off again. */
export function roundPart(part: u32, parts: u32): void {
  const shift = load<f64>(VALUE);
  const shifts = f64x2.splat(shift);
  const last = word(LIST) + (<usize>cut(part + 1, parts) << 3);
  let at = word(LIST) + (<usize>cut(part, parts) << 3);
  for (; at + 16 <= last; at += 16) v128.store(at, f64x2.sub(f64x2.add(v128.load(at), shifts), shifts));
  if (at < last) store<f64>(at, load<f64>(at) + shift - shift);
}

/**
 * Bins of one feature of a block of rows: one more than the number of bounds below the value, 0 for what is not a
 * number. The bounds are filled up with infinities to 255: all searches take as many steps.
 */
export function bin(values: usize, width: u32, count: u32, bounds: usize, into: usize): void {
  const size = <usize>width << 2;
  const last = into + <usize>count;
  for (let at = values; into < last; at += size, into++) {
    const value = load<f32>(at);
    let below = bounds;
    for (let step: usize = 128 << 2; step >= 4; step >>= 1)
      below += select<usize>(step, 0, load<f32>(below + step - 4) < value);
    store<u8>(into, value == value ? <u8>(((below - bounds) >> 2) + 1) : 0);
  }
}
