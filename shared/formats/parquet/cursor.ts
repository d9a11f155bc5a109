/** Bytes that are read from front to back, by whoever trusts none of them: nothing is read beyond their end. */
import { FormatError } from '../format-error.ts';

export interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

/** What is wrong with the file, for whoever sent it. */
export const damaged = (what: string): FormatError => new FormatError(`not a readable Parquet file: ${what}`);

/** Passes so many bytes. @returns where they begin */
export function pass(cursor: Cursor, count: number): number {
  const { at } = cursor;
  if (!(count >= 0 && at + count <= cursor.bytes.length)) throw damaged('it ends in the middle of a value');
  cursor.at = at + count;
  return at;
}

/** The next bytes, as a view of them. */
export function slice(cursor: Cursor, count: number): Buffer {
  const at = pass(cursor, count);
  return cursor.bytes.subarray(at, at + count);
}

export const byte = (cursor: Cursor): number => cursor.bytes[pass(cursor, 1)] as number;

/** Of 64 bits no more come: beyond 2^53 the number is about right, enough to be refused. */
const LONGEST_NUMBER = 10;

/** An unsigned LEB128 number. */
export function varint(cursor: Cursor): number {
  let value = 0;
  for (let unit = 1, i = 0; i < LONGEST_NUMBER; unit *= 128, i++) {
    const next = byte(cursor);
    value += (next & 127) * unit;
    if (next < 128) return value;
  }
  throw damaged('a number that does not end');
}

/** A signed one: 0, -1, 1, -2, ... */
export function zigzag(cursor: Cursor): number {
  const folded = varint(cursor);
  return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
}

/** A signed one of 64 bits, exactly. */
export function bigZigzag(cursor: Cursor): bigint {
  let folded = 0n;
  for (let shift = 0n, i = 0; i < LONGEST_NUMBER; shift += 7n, i++) {
    const next = byte(cursor);
    folded |= BigInt(next & 127) << shift;
    if (next < 128) return BigInt.asIntN(64, (folded >> 1n) ^ -(folded & 1n));
  }
  throw damaged('a number that does not end');
}

/** So many bits (32 at most) from a place that is counted in bits, the lowest first. */
export function bitsAt(bytes: Buffer, place: number, width: number): number {
  let value = 0;
  for (let got = 0; got < width; ) {
    const at = place + got;
    const index = Math.floor(at / 8);
    if (index >= bytes.length) throw damaged('it ends in the middle of packed numbers');
    const from = at % 8;
    value += ((bytes[index] as number) >> from) * 2 ** got;
    got += 8 - from;
  }
  return width === 32 ? value % 2 ** 32 : value % 2 ** width;
}
