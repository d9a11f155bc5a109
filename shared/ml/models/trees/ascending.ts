/** Numbers in order, faster than comparisons put them: by their bits. */

/** Bits looked at in each of three passes. */
const DIGIT = 11;
const MASK = 2 ** DIGIT - 1;

/**
 * Least significant digits first (Knuth, "The Art of Computer Programming" vol. 3, section 5.2.5). Float32 values are in
 * the order of their bits as whole numbers, once the sign bit of those above 0, and all bits of those below, are flipped.
 *
 * @param values none is NaN
 */
export function ascending(values: Float32Array): Float32Array {
  let from = new Uint32Array(values.length);
  let into = new Uint32Array(values.length);
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < bits.length; i++) {
    const one = bits[i] as number;
    from[i] = one ^ ((one >> 31) | 0x80000000);
  }
  for (let shift = 0; shift < 32; shift += DIGIT) {
    const next = startsOf(from, shift);
    for (let i = 0; i < from.length; i++) {
      const one = from[i] as number;
      const digit = (one >>> shift) & MASK;
      into[next[digit] as number] = one;
      (next[digit] as number)++;
    }
    [from, into] = [into, from];
  }
  const sorted = new Float32Array(values.length);
  const sortedBits = new Int32Array(sorted.buffer);
  for (let i = 0; i < from.length; i++) {
    const one = from[i] as number;
    sortedBits[i] = one ^ ((~(one | 0) >> 31) | 0x80000000);
  }
  return sorted;
}

/** Of each digit where the numbers that have it start. */
function startsOf(numbers: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(MASK + 2);
  for (let i = 0; i < numbers.length; i++) {
    const digit = ((numbers[i] as number) >>> shift) & MASK;
    (starts[digit + 1] as number)++;
  }
  for (let digit = 1; digit < starts.length; digit++)
    (starts[digit] as number) += starts[digit - 1] as number;
  return starts;
}
