/**
 * Which part of the data a row belongs to: decided by its group alone, the same for ever, in any process. Rows of one
 * group (a patient, an address) stay on one side of every split.
 */

export type Part = 'train' | 'validation' | 'calibration' | 'test';

const text = new TextEncoder();

/**
 * A bucket from 0 to 99. 32-bit FNV-1a over the UTF-8 bytes (Fowler, Noll, Vo), then the finaliser of MurmurHash3
 * (Appleby), as FNV alone leaves neighbouring keys in neighbouring buckets; then floor(hash * 100 / 2^32). Never to
 * be changed: models are compared on the rows that it holds out.
 *
 * @param groupKey what identifies the group; never empty for rows that have one
 */
export function bucketOf(groupKey: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < groupKey.length; at++) {
    const code = groupKey.charCodeAt(at);
    if (code > 127) return bucketOfBytes(text.encode(groupKey));
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return scattered(hash);
}

function bucketOfBytes(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return scattered(hash);
}

function scattered(fnv: number): number {
  let hash = fnv;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return Math.floor(((hash >>> 0) / 2 ** 32) * 100);
}

/**
 * train 70 %, validation (early stopping, search), calibration (intervals, probabilities) and test 10 % each.
 *
 * @throws RangeError for what is no bucket
 */
export function partOf(bucket: number): Part {
  if (!Number.isInteger(bucket) || bucket < 0 || bucket > 99) {
    throw new RangeError(`bucket ${bucket}: expected a whole number from 0 to 99, as bucketOf gives`);
  }
  if (bucket < 70) return 'train';
  if (bucket < 80) return 'validation';
  return bucket < 90 ? 'calibration' : 'test';
}
