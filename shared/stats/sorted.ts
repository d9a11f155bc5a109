/** Numbers in ascending order, for columns too long for a sort by comparisons. */

/** Below so many a comparison sort is as fast. */
const FEW = 4096;
const BITS = 11;
const SLOTS = 1 << BITS;
const MASK = SLOTS - 1;
const PASSES = 6;

/**
 * A sorted copy. Long columns by a radix sort of the bits, from the lowest 11 to the highest (Knuth, "The Art of
 * Computer Programming" vol. 3, algorithm 5.2.5 R): of a million values in a third of the time of Float64Array.sort.
 * Digits in which all values agree cost nothing, so that whole numbers are faster still.
 *
 * @param values without NaN
 */
export function sorted(values: Float64Array): Float64Array {
  if (values.length < FEW) return values.slice().sort();
  const count = values.length;
  const keys = keysOf(values);
  const spare = new Uint32Array(2 * count);
  const tallies = tallied(keys);
  let [from, to] = [keys, spare];
  for (let pass = 0; pass < PASSES; pass++) {
    const tally = tallies.subarray(pass * SLOTS, (pass + 1) * SLOTS);
    if (tally.includes(count)) continue;
    starts(tally);
    scatter(from, to, pass, tally);
    [from, to] = [to, from];
  }
  return valuesOf(from);
}

/**
 * Words of the bits, low before high, turned so that they compare as the numbers do: a negative number has all its bits
 * flipped, another the sign alone.
 */
function keysOf(values: Float64Array): Uint32Array<ArrayBuffer> {
  const keys = new Uint32Array(new Float64Array(values).buffer);
  for (let i = 1; i < keys.length; i += 2) {
    const high = keys[i] as number;
    if (high >>> 31 === 0) keys[i] = high | 0x80000000;
    else {
      keys[i] = ~high;
      keys[i - 1] = ~(keys[i - 1] as number);
    }
  }
  return keys;
}

function valuesOf(keys: Uint32Array<ArrayBuffer>): Float64Array {
  for (let i = 1; i < keys.length; i += 2) {
    const high = keys[i] as number;
    if (high >>> 31 === 1) keys[i] = high & 0x7fffffff;
    else {
      keys[i] = ~high;
      keys[i - 1] = ~(keys[i - 1] as number);
    }
  }
  return new Float64Array(keys.buffer);
}

/** How many keys have each digit, for each of the passes. */
function tallied(keys: Uint32Array): Uint32Array {
  const tallies = new Uint32Array(PASSES * SLOTS);
  for (let i = 0; i < keys.length; i += 2) {
    const low = keys[i] as number;
    const high = keys[i + 1] as number;
    (tallies[low & MASK] as number)++;
    (tallies[SLOTS + ((low >>> 11) & MASK)] as number)++;
    (tallies[2 * SLOTS + (((low >>> 22) | (high << 10)) & MASK)] as number)++;
    (tallies[3 * SLOTS + ((high >>> 1) & MASK)] as number)++;
    (tallies[4 * SLOTS + ((high >>> 12) & MASK)] as number)++;
    (tallies[5 * SLOTS + (high >>> 23)] as number)++;
  }
  return tallies;
}

/** From how many there are to where they start. */
function starts(tally: Uint32Array): void {
  let next = 0;
  for (let slot = 0; slot < SLOTS; slot++) {
    const here = tally[slot] as number;
    tally[slot] = next;
    next += here;
  }
}

/** Digits 0 and 1 are in the low word, 3 to 5 in the high one, 2 in both. */
function scatter(from: Uint32Array, to: Uint32Array, pass: number, next: Uint32Array): void {
  const inBoth = pass === 2;
  const word = pass < 2 ? 0 : 1;
  const shift = pass < 2 ? BITS * pass : BITS * pass - 32;
  for (let i = 0; i < from.length; i += 2) {
    const low = from[i] as number;
    const high = from[i + 1] as number;
    const digit = inBoth
      ? ((low >>> 22) | (high << 10)) & MASK
      : ((word === 0 ? low : high) >>> shift) & MASK;
    const place = next[digit] as number;
    next[digit] = place + 1;
    to[2 * place] = low;
    to[2 * place + 1] = high;
  }
}
