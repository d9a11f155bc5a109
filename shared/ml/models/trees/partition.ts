/** Sorts the rows of a node into those that go left and those that go right. */

/**
 * Stable and in place; without branches, as which way a row goes cannot be foretold.
 *
 * @param spare room for as many rows
 * @param column bin of each row
 * @param bin rows of this bin and below go left; bin 0 (missing) goes where `missingLeft` says
 * @returns where the right side starts
 */
export function partition(
  rows: Int32Array,
  spare: Int32Array,
  start: number,
  end: number,
  column: Uint8Array,
  bin: number,
  missingLeft: boolean,
): number {
  let left = start;
  let right = 0;
  const shift = missingLeft ? 0 : 1; // bin 0 - 1 wraps to 255, above any bin
  const limit = missingLeft ? bin : bin - 1;
  for (let i = start; i < end; i++) {
    const row = rows[i] as number;
    const goesLeft = (((column[row] as number) - shift) & 255) <= limit ? 1 : 0;
    rows[left] = row;
    spare[right] = row;
    left += goesLeft;
    right += 1 - goesLeft;
  }
  rows.set(spare.subarray(0, right), left);
  return left;
}
