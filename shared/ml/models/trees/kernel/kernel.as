/**
 * What a fit of trees spends its time on, in AssemblyScript, compiled to WebAssembly with SIMD and shared memory by
 * `npm run build`. Each function has its twin of the same name in javascript.ts, with the same results to the last bit:
 * sums are of numbers on one grid (see grid.ts), hence exact in any order, and gains are worked out by the same
 * operations. Pointers are bytes; a histogram is pairs of f64, [sum of gradients, sum of hessians].
 */

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

/** Words of the job at hand, as webassembly.ts writes them from JOB on: first what each job has anew. */
const JOB: usize = 256;
const HISTOGRAM: usize = 0;
/** 0: none. */
const PARENT: usize = 4;
const START: usize = 8;
const END: usize = 12;
/** Where to write, of each column, what its best threshold is worth in the rows' node and in the other; 0: nowhere. */
const WORTHS: usize = 16;
const WORTHS_OTHER: usize = 20;
/** What all jobs of a tree have in common. */
const PLACES: usize = 24;
/** Columns of places. */
const WIDTH: usize = 28;
/** Whether places have 4 bytes, not 2. */
const WIDE: usize = 32;
const ROWS: usize = 36;
const GRADIENT: usize = 40;
/** 0: each hessian is 1. */
const HESSIAN: usize = 44;
/** Where each column's run of pairs starts, and, one more, where the last one's ends. */
const OFFSETS: usize = 48;
/** Numbers of the columns to look at; 0: all. */
const CHOSEN: usize = 52;
/** How many they are. */
const COLUMNS: usize = 56;
/** Of each column that thresholds are sought in its slots; 0 for others. */
const SLOTS: usize = 60;
/**
 * In f64: of either node the sum of gradients, and that of hessians with twice the L2 penalty; the penalty; and the
 * least sum of hessians of a leaf, with the penalty.
 */
const NODE: usize = 64;
const NODE_OTHER: usize = 80;
const LAMBDA: usize = 96;
const LEAST: usize = 104;

// @ts-ignore: decorator
@inline
function word(name: usize): usize {
  return load<u32>(JOB + name);
}

/**
 * Parts of the job are ranges of columns, which touch different pairs: whoever does them, the sums are the same. The
 * pairs are filled anew, and taken off the parent's, when there is one.
 */
function doPart(part: u32, parts: u32): void {
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

/** What is to be done with columns whose pairs are complete. */
function finish(from: u32, count: u32): void {
  if (word(PARENT)) subtract(from, count);
  for (let column = from; column < from + count; column++) {
    if (word(WORTHS)) seek(column, word(HISTOGRAM), word(WORTHS), JOB + NODE);
    if (word(WORTHS_OTHER)) seek(column, word(PARENT), word(WORTHS_OTHER), JOB + NODE_OTHER);
  }
}

function clear(column: u32, count: u32): void {
  const first = pairsBefore(column);
  memory.fill(word(HISTOGRAM) + first, 0, pairsBefore(column + count) - first);
}

function subtract(column: u32, count: u32): void {
  const histogram = word(HISTOGRAM);
  const parent = word(PARENT);
  const last = pairsBefore(column + count);
  for (let at = pairsBefore(column); at < last; at += 16)
    v128.store(parent + at, f64x2.sub(v128.load(parent + at), v128.load(histogram + at)));
}

/**
 * What the two leaves of a column's best threshold are worth, gradient^2 / (hessian + lambda) each; 0 when none leaves
 * enough weight on both sides. Lane 0 has what is missing on the right, lane 1 on the left.
 */
function seek(column: u32, histogram: usize, worths: usize, node: usize): void {
  const slots = load<u32>(word(SLOTS) + (<usize>column << 2));
  if (!slots) return;
  const gradient = f64x2.splat(load<f64>(node));
  const both = f64x2.splat(load<f64>(node, 8));
  const lambda = load<f64>(JOB, LAMBDA);
  const least = f64x2.splat(load<f64>(JOB, LEAST));
  const first = histogram + pairsBefore(column);
  const missing = f64x2.replace_lane(f64x2.splat(0), 1, load<f64>(first));
  const penalty = f64x2.replace_lane(f64x2.splat(lambda), 1, lambda + load<f64>(first, 8));
  let most = f64x2.splat(0);
  let sum = f64x2.splat(0);
  const last = first + (<usize>slots << 4);
  if (load<f64>(first, 8) == 0) {
    // Nothing is missing: the lanes are two bins, of which the last one leaves nothing on the right.
    for (let at = first + 16; at < last - 16; at += 32) {
      const one = v128.load(at);
      const a = f64x2.add(sum, one);
      const b = f64x2.add(sum, f64x2.add(one, v128.load(at, 16)));
      sum = b;
      const left = f64x2.add(v128.shuffle<f64>(a, b, 1, 3), penalty);
      most = f64x2.pmax(most, worthOf(v128.shuffle<f64>(a, b, 0, 2), left, gradient, both, least));
    }
  } else {
    for (let at = first + 16; at < last; at += 16) {
      sum = f64x2.add(sum, v128.load(at));
      const left = f64x2.add(v128.shuffle<f64>(sum, sum, 1, 1), penalty);
      const gradientLeft = f64x2.add(v128.shuffle<f64>(sum, sum, 0, 0), missing);
      most = f64x2.pmax(most, worthOf(gradientLeft, left, gradient, both, least));
    }
  }
  store<f64>(
    worths + (<usize>column << 3),
    max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1)),
  );
}

/** By the operations of worth.ts; 0 where a leaf has too little weight. */
// @ts-ignore: decorator
@inline
function worthOf(gradientLeft: v128, left: v128, gradient: v128, both: v128, least: v128): v128 {
  const gradientRight = f64x2.sub(gradient, gradientLeft);
  const right = f64x2.sub(both, left);
  const over = f64x2.add(
    f64x2.mul(f64x2.mul(gradientLeft, gradientLeft), right),
    f64x2.mul(f64x2.mul(gradientRight, gradientRight), left),
  );
  const worth = f64x2.div(over, f64x2.mul(left, right));
  return v128.and(worth, f64x2.ge(f64x2.pmin(left, right), least));
}

/** In bytes of a histogram. */
function pairsBefore(column: u32): usize {
  return <usize>load<u32>(word(OFFSETS) + (<usize>column << 2)) << 4;
}

/** Words that threads share, each on a cache line of its own. */
/** Parts of the job that nobody has taken, counted down; 0 and below: none. */
const LEFT: usize = 0;
/** Parts that are done. */
const DONE: usize = 64;
/** Parts of the job. */
const PARTS: usize = 4;
/** Grows by 1 with each job; what sleepers wait on. */
const JOBS: usize = 128;
/** Threads that sleep, threads that have come to work, and whether all shall leave. */
const SLEEPING: usize = 192;
const READY: usize = 196;
const LEAVE: usize = 200;

/** Looks at the word this often before a thread goes to sleep: some 50 microseconds, a wake-up costs as much. */
const SPINS: u32 = 20_000;

/** Threads that have come to work so far. */
export function ready(): u32 {
  return atomic.load<u32>(READY);
}

/** Does the job with whoever is there, and returns when all of it is done. */
export function run(parts: u32): void {
  if (parts == 1) {
    doPart(0, 1);
    return;
  }
  store<u32>(PARTS, parts);
  atomic.store<i32>(DONE, 0);
  atomic.store<i32>(LEFT, parts);
  atomic.add<i32>(JOBS, 1);
  if (atomic.load<i32>(SLEEPING)) atomic.notify(JOBS, -1);
  takeParts();
  for (let spins: u32 = 0; atomic.load<u32>(DONE) < parts; spins++) {
    // A helper without a core of its own cannot finish while this thread keeps one busy.
    if (spins > SPINS) atomic.wait<i32>(LEAVE, 0, 20_000);
  }
}

/**
 * A part is taken by counting down. Who comes late, with a job that is over, counts on below 0 and gets nothing; who
 * gets a number has the job that is on, as no other starts before all its parts are done.
 */
function takeParts(): void {
  for (let taken = atomic.sub<i32>(LEFT, 1); taken > 0; taken = atomic.sub<i32>(LEFT, 1)) {
    doPart(taken - 1, load<u32>(PARTS));
    atomic.add<i32>(DONE, 1);
  }
}

/** What a helping thread does until it is told to leave. */
export function serve(): void {
  atomic.add<i32>(READY, 1);
  while (!atomic.load<i32>(LEAVE)) {
    const seen = atomic.load<i32>(JOBS);
    takeParts();
    let spins: u32 = 0;
    while (spins < SPINS && atomic.load<i32>(JOBS) == seen) spins++;
    if (spins < SPINS) continue;
    atomic.add<i32>(SLEEPING, 1);
    atomic.wait<i32>(JOBS, seen, -1);
    atomic.sub<i32>(SLEEPING, 1);
  }
}

/** Lets all threads go. */
export function dismiss(): void {
  atomic.store<i32>(LEAVE, 1);
  atomic.add<i32>(JOBS, 1);
  atomic.notify(JOBS, -1);
}

/** The greatest magnitude of some numbers; not a number when one is not. */
export function greatest(values: usize, count: u32): f64 {
  const last = values + (<usize>count << 3);
  let at = values;
  // A maximum waits for the one before it: four of them do not wait for each other.
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (; at + 64 <= last; at += 64) {
    a = f64x2.max(a, f64x2.abs(v128.load(at)));
    b = f64x2.max(b, f64x2.abs(v128.load(at, 16)));
    c = f64x2.max(c, f64x2.abs(v128.load(at, 32)));
    d = f64x2.max(d, f64x2.abs(v128.load(at, 48)));
  }
  let most = f64x2.max(f64x2.max(a, b), f64x2.max(c, d));
  for (; at + 16 <= last; at += 16) most = f64x2.max(most, f64x2.abs(v128.load(at)));
  if (at < last) most = f64x2.max(most, f64x2.splat(abs(load<f64>(at))));
  return max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
}

/** Adds to each a number so great that the bits below its last are lost, and takes it off again. */
export function round(values: usize, count: u32, shift: f64): void {
  const shifts = f64x2.splat(shift);
  const last = values + (<usize>count << 3);
  let at = values;
  for (; at + 16 <= last; at += 16) v128.store(at, f64x2.sub(f64x2.add(v128.load(at), shifts), shifts));
  if (at < last) store<f64>(at, load<f64>(at) + shift - shift);
}

/**
 * Bins of one feature of a block of rows: one more than the number of bounds below the value, 0 for what is not a
 * number. The bounds are filled up with infinities to STEPS, a power of two, less 1: all searches take as many steps.
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

/** Sorts rows[start..end), stable and in place: those whose slot the table marks with 1 come first. Returns where the others start. */
export function partition(rows: usize, spare: usize, start: u32, end: u32, slots: usize, table: usize): u32 {
  let left = rows + (<usize>start << 2);
  let right = spare;
  const last = rows + (<usize>end << 2);
  for (let at = left; at < last; at += 4) {
    const row = load<u32>(at);
    const goesLeft = <usize>load<u8>(table + <usize>load<u8>(slots + <usize>row)) << 2;
    store<u32>(left, row);
    store<u32>(right, row);
    left += goesLeft;
    right += 4 - goesLeft;
  }
  memory.copy(left, spare, right - spare);
  return <u32>((left - rows) >> 2);
}
