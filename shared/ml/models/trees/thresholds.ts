/** Where a feature may be split: few float32 thresholds, each strictly between two values that occur. */

/**
 * Upper bounds of a feature's bins. Up to `most` - 1 distinct values every gap has its bound; beyond, bounds are set
 * so that bins hold about equally many of the rows looked at.
 *
 * @param values the feature's present values, ascending
 * @param most bins, at most 255
 */
export function thresholdsOf(values: Float32Array, most: number): Float32Array {
  let gaps = 0;
  for (let i = 1; i < values.length; i++) if (values[i] !== values[i - 1]) gaps++;
  const perBin = gaps + 1 < most ? 0 : values.length / (most - 1);
  const bounds: number[] = [];
  let next = perBin;
  for (let passed = 1; passed < values.length && bounds.length < most - 1; passed++) {
    const low = values[passed - 1] as number;
    const high = values[passed] as number;
    if (low === high || passed < next) continue;
    bounds.push(between(low, high));
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
