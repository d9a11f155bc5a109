/** Values as they are, one after another. */
import { type Cursor, pass, slice } from './cursor.ts';
import { Type } from './kind.ts';
import type { Raw } from './texts.ts';

/** @param length bytes of a value of type fixed */
export function plain(cursor: Cursor, type: number, length: number): () => Raw {
  const { bytes } = cursor;
  switch (type) {
    case Type.boolean:
      return bits(cursor);
    case Type.int32:
      return () => bytes.readInt32LE(pass(cursor, 4));
    case Type.int64:
      return () => bytes.readBigInt64LE(pass(cursor, 8));
    case Type.int96:
      return () => slice(cursor, 12);
    case Type.float:
      return () => bytes.readFloatLE(pass(cursor, 4));
    case Type.double:
      return () => bytes.readDoubleLE(pass(cursor, 8));
    case Type.bytes:
      return () => slice(cursor, bytes.readUInt32LE(pass(cursor, 4)));
    default:
      return () => slice(cursor, length);
  }
}

/** The lowest bit of a byte comes first. */
function bits(cursor: Cursor): () => boolean {
  let [byte, left] = [0, 0];
  return () => {
    if (left === 0) [byte, left] = [cursor.bytes[pass(cursor, 1)] as number, 8];
    const isSet = (byte & 1) === 1;
    byte >>= 1;
    left -= 1;
    return isSet;
  };
}
