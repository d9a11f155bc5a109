/**
 * Rows as COPY takes them in its binary format: numbers need not be written as text and read again, which is most of
 * the time of a COPY in text. See "Binary Format" in Postgres' manual of COPY.
 */
import type { ByteTable } from '../rows/cleaning/byte-table.ts';

export interface BinaryRows {
  /** Begins a row; so many fields follow. */
  row(fields: number): void;
  /** text */
  text(value: string | null): void;
  /** text that was written before; of no bytes it is null. */
  piece(table: ByteTable, piece: number): void;
  /** double precision; NaN is null. */
  float(value: number): void;
  /** date, given as days since 1970-01-01; NaN is null. */
  day(value: number): void;
  /** integer */
  integer(value: number): void;
  /** smallint */
  short(value: number): void;
  /** @param bytes its 16, as a latin1 string */
  uuid(bytes: string): void;
  /** The whole input of a COPY. Nothing is to be added afterwards. */
  end(): Buffer;
}

/** Signature, no flags, no extension. */
const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
/** Postgres counts days from 2000-01-01. */
const FIRST_DAY = 10_957;
const NULL = -1;
/** Of any type but text, with its length. */
const MOST_FIXED = 20;
/** Longer texts are left to the encoder, which costs more to call than it takes for a short one. */
const SHORT_TEXT = 32;

/** @param bytes that the rows may need; it grows where they need more */
export function binaryRows(bytes: number): BinaryRows {
  let buffer = Buffer.allocUnsafeSlow(Math.max(bytes, 64));
  // Four times as fast as the buffer's own methods.
  let view = new DataView(buffer.buffer);
  let at = HEADER.copy(buffer);

  const room = (needed: number): void => {
    if (at + needed <= buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (at + needed));
    buffer.copy(larger, 0, 0, at);
    buffer = larger;
    view = new DataView(buffer.buffer);
  };
  const int16 = (value: number): void => {
    view.setInt16(at, value);
    at += 2;
  };
  const int32 = (value: number): void => {
    view.setInt32(at, value);
    at += 4;
  };
  const field = (length: number): void => {
    room(MOST_FIXED);
    int32(length);
  };
  const missing = (): void => field(NULL);
  const integer = (value: number): void => {
    field(4);
    int32(value);
  };
  return {
    row(fields) {
      room(2);
      int16(fields);
    },
    text(value) {
      if (value === null) return missing();
      room(4 + 3 * value.length);
      const length = writeText(buffer, value, at + 4);
      int32(length);
      at += length;
    },
    piece(table, piece) {
      const length = table.lengthOf(piece);
      if (length === 0) return missing();
      room(2 * 4 + length);
      int32(length);
      at = table.copyTo(view, at, piece);
    },
    float(value) {
      if (Number.isNaN(value)) return missing();
      field(8);
      // As text there was no negative zero either.
      view.setFloat64(at, value + 0);
      at += 8;
    },
    day(value) {
      if (Number.isNaN(value)) missing();
      else integer(value - FIRST_DAY);
    },
    integer,
    short(value) {
      field(2);
      int16(value);
    },
    uuid(bytes) {
      field(16);
      for (let index = 0; index < 16; index++) buffer[at++] = bytes.charCodeAt(index);
    },
    end() {
      room(2);
      int16(NULL);
      return buffer.subarray(0, at);
    },
  };
}

/** @returns how many bytes of UTF-8 it took */
function writeText(buffer: Buffer, text: string, at: number): number {
  if (text.length > SHORT_TEXT) return buffer.write(text, at);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 127) return buffer.write(text, at);
    buffer[at + index] = code;
  }
  return text.length;
}
