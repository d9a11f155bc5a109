/**
 * Snappy's blocks: literals, and copies of what came before. Each element gives a byte at least and takes one, so
 * that no input keeps it going.
 * https://github.com/google/snappy/blob/main/format_description.txt
 */

import { copyBack } from './copy-back.ts';
import { byte, type Cursor, damaged, pass, varint } from './cursor.ts';

/** @param size bytes that come out */
export function unsnappy(packed: Buffer, size: number): Buffer {
  const cursor: Cursor = { bytes: packed, at: 0 };
  if (varint(cursor) !== size) throw damaged('a page is not as large as it says');
  const out = Buffer.allocUnsafe(size);
  let at = 0;
  while (cursor.at < packed.length) {
    const tag = byte(cursor);
    at = (tag & 3) === 0 ? literal(cursor, out, at, tag >> 2) : copy(cursor, out, at, tag);
  }
  if (at !== size) throw damaged('a page ends early');
  return out;
}

function literal(cursor: Cursor, out: Buffer, at: number, code: number): number {
  const length = code < 60 ? code + 1 : little(cursor, code - 59) + 1;
  const from = pass(cursor, length);
  if (at + length > out.length) throw damaged('a page is larger than it says');
  return at + cursor.bytes.copy(out, at, from, from + length);
}

function copy(cursor: Cursor, out: Buffer, at: number, tag: number): number {
  if ((tag & 3) === 1) return copyBack(out, at, ((tag >> 5) << 8) + byte(cursor), ((tag >> 2) & 7) + 4);
  return copyBack(out, at, little(cursor, (tag & 3) === 2 ? 2 : 4), (tag >> 2) + 1);
}

const little = (cursor: Cursor, bytes: number): number => cursor.bytes.readUIntLE(pass(cursor, bytes), bytes);
