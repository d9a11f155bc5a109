/** Small numbers as runs of one value, or packed, so many bits each: levels, indices, booleans. */
import { bitsAt, type Cursor, damaged, pass, varint } from './cursor.ts';

/** @param width bits of a number */
export function runs(cursor: Cursor, width: number): () => number {
  if (width > 32) throw damaged(`numbers of ${width} bits`);
  let [left, value, place] = [0, 0, 0];
  let isPacked = false;
  const begin = (): void => {
    const head = varint(cursor);
    isPacked = head % 2 === 1;
    left = Math.floor(head / 2) * (isPacked ? 8 : 1);
    if (isPacked) {
      place = cursor.at * 8;
      // The last run may be cut where its numbers end.
      cursor.at = Math.min(cursor.bytes.length, cursor.at + (left / 8) * width);
    } else value = whole(cursor, Math.ceil(width / 8));
  };
  return () => {
    while (left === 0) begin();
    left -= 1;
    if (!isPacked) return value;
    place += width;
    return bitsAt(cursor.bytes, place - width, width);
  };
}

/** Of so many bytes, the lowest first. */
function whole(cursor: Cursor, bytes: number): number {
  const at = pass(cursor, bytes);
  return bytes === 0 ? 0 : cursor.bytes.readUIntLE(at, bytes);
}
