/**
 * LZ4 blocks, bare or as Hadoop has them: each behind its two sizes.
 * https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 */

import { copyBack } from './copy-back.ts';
import { byte, type Cursor, damaged, pass } from './cursor.ts';

const SHORTEST_COPY = 4;
const MORE = 255;

/** @param size bytes that come out */
export function unlz4(packed: Buffer, size: number): Buffer {
  const out = Buffer.allocUnsafe(size);
  if (block(packed, out, 0) !== size) throw damaged('a page is not as large as it says');
  return out;
}

/** What is called LZ4, without "raw": Hadoop's way, or no way of its own. */
export function unlz4Hadoop(packed: Buffer, size: number): Buffer {
  const blocks = hadoopBlocks(packed, size);
  if (!blocks) return unlz4(packed, size);
  const out = Buffer.allocUnsafe(size);
  let at = 0;
  for (const { bytes, becomes } of blocks) {
    if (block(bytes, out.subarray(0, at + becomes), at) !== at + becomes)
      throw damaged('a page is not as large as it says');
    at += becomes;
  }
  return out;
}

/** Undefined when sizes do not add up: then there are none. */
function hadoopBlocks(packed: Buffer, size: number): { bytes: Buffer; becomes: number }[] | undefined {
  const blocks: { bytes: Buffer; becomes: number }[] = [];
  let [at, total] = [0, 0];
  while (at + 8 <= packed.length) {
    const becomes = packed.readUInt32BE(at);
    const length = packed.readUInt32BE(at + 4);
    if (at + 8 + length > packed.length) return undefined;
    blocks.push({ bytes: packed.subarray(at + 8, at + 8 + length), becomes });
    at += 8 + length;
    total += becomes;
  }
  return at === packed.length && total === size ? blocks : undefined;
}

/** @returns where it ends in `out` */
function block(packed: Buffer, out: Buffer, start: number): number {
  const cursor: Cursor = { bytes: packed, at: 0 };
  let at = start;
  while (cursor.at < packed.length) {
    const token = byte(cursor);
    const literals = lengthOf(cursor, token >> 4);
    const from = pass(cursor, literals);
    if (at + literals > out.length) throw damaged('a page is larger than it says');
    at += packed.copy(out, at, from, from + literals);
    // The last sequence is literals alone.
    if (cursor.at === packed.length) return at;
    const distance = packed.readUInt16LE(pass(cursor, 2));
    at = copyBack(out, at, distance, lengthOf(cursor, token & 15) + SHORTEST_COPY);
  }
  return at;
}

function lengthOf(cursor: Cursor, nibble: number): number {
  if (nibble < 15) return nibble;
  let length = nibble;
  for (let more = byte(cursor); ; more = byte(cursor)) {
    length += more;
    if (more < MORE) return length;
  }
}
