/** A random part of the rows, for one tree. */
import type { Random } from '../../random.ts';

/**
 * Fills `rows` with all row numbers: first those drawn, each with the same chance, then the others; each part
 * ascending, which memory likes.
 *
 * @param spare room for as many
 * @returns how many were drawn; at least one
 */
export function drawRows(random: Random, rows: Int32Array, spare: Int32Array, share: number): number {
  const limit = Math.ceil(share * 2 ** 16);
  const seed = Math.floor(random() * 2 ** 32) | 0;
  let drawn = 0;
  // Without branches, as who is drawn cannot be foretold.
  for (let row = 0; row < rows.length; row++) {
    const isDrawn = mixed(Math.imul(row, 0x9e3779b1) ^ seed) >>> 16 < limit ? 1 : 0;
    rows[drawn] = row;
    spare[row - drawn] = row;
    drawn += isDrawn;
  }
  if (drawn === 0) return rows.length;
  rows.set(spare.subarray(0, rows.length - drawn), drawn);
  return drawn;
}

/** Any bit of the answer depends on every bit of x: "lowbias32" (Wellons, "Prospecting for Hash Functions", 2018). */
function mixed(x: number): number {
  let bits = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return bits ^ (bits >>> 16);
}
