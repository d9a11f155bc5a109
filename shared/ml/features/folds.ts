/** Folds for out-of-fold encodings: rows of one group are always in one fold. */

/**
 * The fold (0 .. folds-1) of each row, by a hash of its group key; a row without one stands for itself.
 * FNV-1a (32 bit) started from the seed, finished by murmur3's fmix32 so that the low bits are good too.
 * @param groups a key for each row, or nothing when rows stand for themselves
 */
export function foldOfRows(
  rows: number,
  folds: number,
  seed: number,
  groups?: readonly (string | null)[],
): Uint8Array {
  if (!(folds >= 2 && folds <= 255)) throw new Error(`folds: ${folds}, expected 2 to 255`);
  const foldOf = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) foldOf[row] = hash(groups?.[row] || `row ${row}`, seed) % folds;
  return foldOf;
}

function hash(key: string, seed: number): number {
  let h = 0x811c9dc5 ^ seed;
  for (let at = 0; at < key.length; at++) h = Math.imul(h ^ key.charCodeAt(at), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
