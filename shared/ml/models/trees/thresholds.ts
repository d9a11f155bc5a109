/** Where a feature may be split: few float32 thresholds, each strictly between two values that occur. */

/**
 * Upper bounds of a feature's bins. Up to `most` - 1 distinct values every gap has its bound; beyond, bounds are set
 * so that bins hold about equally many of the rows looked at.
 *
 * @param values the feature's present values, ascending
 * @param most bins, at most 255
 */
export function thresholdsOf(values: Float32Array, most: number): Float32Array {
  const distinct: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (i > 0 && values[i] === values[i - 1])
      counts[counts.length - 1] = (counts[counts.length - 1] as number) + 1;
    else {
      distinct.push(values[i] as number);
      counts.push(1);
    }
  }
  const perBin = distinct.length < most ? 0 : values.length / (most - 1);
  const bounds: number[] = [];
  let passed = 0;
  let next = perBin;
  for (let k = 0; k + 1 < distinct.length && bounds.length < most - 1; k++) {
    passed += counts[k] as number;
    if (passed < next) continue;
    bounds.push(between(distinct[k] as number, distinct[k + 1] as number));
    next = passed + perBin;
  }
  return Float32Array.from(bounds);
}

/** The least float32 that is finite: models hold no infinities. */
const LEAST = -3.4028234663852886e38;

/** A float32 t with low <= t < high, so that `x <= t` parts the two: the middle, or `low` where they are neighbours. */
function between(low: number, high: number): number {
  const middle = Math.fround(low / 2 + high / 2);
  return Math.max(LEAST, middle < high && middle >= low ? middle : low);
}
