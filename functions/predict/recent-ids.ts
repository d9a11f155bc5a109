/**
 * Which ids this replica has answered lately, and for how many rows: of each two hashes in arrays of fixed size,
 * so that remembering one allocates nothing. A newer one takes the place of an older one with the same slot.
 */

export interface RecentIds {
  remember(id: string, rows: number): void;
  /** Rows of that request; undefined when it was not answered here, or long ago. */
  rowsOf(id: string): number | undefined;
}

/** @param slots a power of 2 */
export function recentIds(slots = 2 ** 16): RecentIds {
  const checks = new Uint32Array(slots);
  const rows = new Uint32Array(slots);
  return {
    remember(id, count) {
      const slot = hash(id, SLOT_SEED) & (slots - 1);
      checks[slot] = hash(id, CHECK_SEED);
      rows[slot] = count;
    },
    rowsOf(id) {
      const slot = hash(id, SLOT_SEED) & (slots - 1);
      return rows[slot] && checks[slot] === hash(id, CHECK_SEED) ? rows[slot] : undefined;
    },
  };
}

const SLOT_SEED = 0x811c9dc5;
const CHECK_SEED = 0x9747b28c;

/** FNV-1a over the text's UTF-16 units, with the finish of MurmurHash3: 32 bits. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
