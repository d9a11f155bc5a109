/** Thresholds that part a histogram's columns in two: what they are worth, and where one is. */
import { LAMBDA, LEAST, OFFSETS, SLOTS, word } from './job';

/** What two leaves are worth by the operations of worth.ts, in two lanes; 0 where a leaf has too little weight. */
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

/**
 * What the two leaves of a column's best threshold are worth, gradient^2 / (hessian + lambda) each; 0 when none leaves
 * enough weight on both sides.
 */
export function seek(column: u32, histogram: usize, worths: usize, node: usize): void {
  if (!load<u32>(word(SLOTS) + (<usize>column << 2))) return;
  const both = load<f64>(node, 8);
  store<f64>(worths + (<usize>column << 3), most(column, histogram, load<f64>(node), both));
}

/**
 * Bin of the first threshold that is worth so much, twice, and 1 more when it has to have what is missing on its left.
 * 0: there is none.
 */
export function find(column: u32, histogram: usize, gradient: f64, both: f64, worth: f64): u32 {
  const first = histogram + pairsBefore(column);
  const last = first + (<usize>load<u32>(word(SLOTS) + (<usize>column << 2)) << 4);
  const lambda = load<f64>(LAMBDA);
  const least = f64x2.splat(load<f64>(LEAST));
  const gradients = f64x2.splat(gradient);
  const boths = f64x2.splat(both);
  const missing = f64x2.replace_lane(f64x2.splat(0), 1, load<f64>(first));
  const penalty = f64x2.replace_lane(f64x2.splat(lambda), 1, lambda + load<f64>(first, 8));
  const wanted = f64x2.splat(worth);
  let sum = f64x2.splat(0);
  for (let at = first + 16; at < last; at += 16) {
    sum = f64x2.add(sum, v128.load(at));
    const left = f64x2.add(v128.shuffle<f64>(sum, sum, 1, 1), penalty);
    const gradientLeft = f64x2.add(v128.shuffle<f64>(sum, sum, 0, 0), missing);
    const found = i64x2.bitmask(f64x2.eq(worthOf(gradientLeft, left, gradients, boths, least), wanted));
    if (found) return (<u32>((at - first) >> 4) << 1) + <u32>!(found & 1);
  }
  return 0;
}

/** Lane 0 has what is missing on the right, lane 1 on the left. */
function most(column: u32, histogram: usize, gradientSum: f64, hessianSum: f64): f64 {
  const gradient = f64x2.splat(gradientSum);
  const both = f64x2.splat(hessianSum);
  const lambda = load<f64>(LAMBDA);
  const least = f64x2.splat(load<f64>(LEAST));
  const first = histogram + pairsBefore(column);
  const last = first + (<usize>load<u32>(word(SLOTS) + (<usize>column << 2)) << 4);
  const missing = f64x2.replace_lane(f64x2.splat(0), 1, load<f64>(first));
  const penalty = f64x2.replace_lane(f64x2.splat(lambda), 1, lambda + load<f64>(first, 8));
  let greatest = f64x2.splat(0);
  let sum = f64x2.splat(0);
  if (load<f64>(first, 8) == 0) {
    // Nothing is missing: the lanes are two bins, of which the last one leaves nothing on the right.
    for (let at = first + 16; at < last - 16; at += 32) {
      const one = v128.load(at);
      const a = f64x2.add(sum, one);
      const b = f64x2.add(sum, f64x2.add(one, v128.load(at, 16)));
      sum = b;
      const left = f64x2.add(v128.shuffle<f64>(a, b, 1, 3), penalty);
      greatest = f64x2.pmax(greatest, worthOf(v128.shuffle<f64>(a, b, 0, 2), left, gradient, both, least));
    }
  } else {
    for (let at = first + 16; at < last; at += 16) {
      sum = f64x2.add(sum, v128.load(at));
      const left = f64x2.add(v128.shuffle<f64>(sum, sum, 1, 1), penalty);
      const gradientLeft = f64x2.add(v128.shuffle<f64>(sum, sum, 0, 0), missing);
      greatest = f64x2.pmax(greatest, worthOf(gradientLeft, left, gradient, both, least));
    }
  }
  return max(f64x2.extract_lane(greatest, 0), f64x2.extract_lane(greatest, 1));
}

/** In bytes of a histogram. */
export function pairsBefore(column: u32): usize {
  return <usize>load<u32>(word(OFFSETS) + (<usize>column << 2)) << 4;
}
