/** A random part of the rows, for one tree. */
import type { Random } from '../../random.ts';

/**
 * Fills `rows` with all row numbers: first those drawn (without replacement), then the others; each part ascending,
 * which memory likes. Knuth's algorithm S (see sample in random.ts).
 */
export function drawRows(random: Random, rows: Int32Array, size: number): void {
  let drawn = 0;
  let left = size;
  for (let row = 0; row < rows.length; row++) {
    const taken = size - drawn === rows.length - row || random() * (rows.length - row) < size - drawn;
    if (taken) rows[drawn++] = row;
    else rows[left++] = row;
  }
}
