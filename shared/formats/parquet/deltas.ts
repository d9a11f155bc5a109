/** Whole numbers as differences, packed in blocks of miniblocks, each with bits of its own width. */
import { bigZigzag, bitsAt, type Cursor, damaged, pass, slice, varint } from './cursor.ts';

const MOST_IN_BLOCK = 65_536;
const MOST_MINIBLOCKS = 512;

/**
 * Passes the numbers as it goes: the cursor is at their end when the last one has been given.
 * @param bits of a number: beyond, it wraps around
 * @param most numbers that there may be
 */
export function deltas(cursor: Cursor, bits: 32 | 64, most: number): () => bigint {
  return open(cursor, bits, most).next;
}

/** Lengths, which come before the bytes that they measure: the cursor is passed to these. */
export function lengths(cursor: Cursor, most: number): () => number {
  const again = { bytes: cursor.bytes, at: cursor.at };
  const { next, count } = open(cursor, 32, most);
  for (let i = 0; i < count; i++) next();
  const once = deltas(again, 32, most);
  return () => Number(once());
}

function open(cursor: Cursor, bits: 32 | 64, most: number): { next: () => bigint; count: number } {
  const inBlock = varint(cursor);
  const miniblocks = varint(cursor);
  const count = varint(cursor);
  let value = bigZigzag(cursor);
  const inMiniblock = inBlock / miniblocks;
  if (
    !(miniblocks >= 1 && miniblocks <= MOST_MINIBLOCKS && inBlock <= MOST_IN_BLOCK && inMiniblock % 8 === 0)
  )
    throw damaged(`blocks of ${inBlock} numbers in ${miniblocks} parts`);
  if (count > most) throw damaged(`${count} numbers in a page of ${most} values`);
  const miniblock = miniblocksOf(cursor, miniblocks, inMiniblock);
  let given = 0;
  const next = (): bigint => {
    if (given >= count) throw damaged('a page has fewer values than it declares');
    if (given > 0) value = BigInt.asIntN(bits, value + miniblock());
    given += 1;
    return value;
  };
  return { next, count };
}

/** The next difference. */
function miniblocksOf(cursor: Cursor, miniblocks: number, inMiniblock: number): () => bigint {
  let widths: Buffer = Buffer.alloc(0);
  let [index, left, place, width] = [0, 0, 0, 0];
  let least = 0n;
  const begin = (): void => {
    if (index === widths.length) {
      least = bigZigzag(cursor);
      widths = slice(cursor, miniblocks);
      index = 0;
    }
    width = widths[index] as number;
    if (width > 64) throw damaged(`numbers of ${width} bits`);
    index += 1;
    left = inMiniblock;
    place = pass(cursor, (inMiniblock * width) / 8) * 8;
  };
  return () => {
    if (left === 0) begin();
    left -= 1;
    place += width;
    return width === 0 ? least : least + wide(cursor.bytes, place - width, width);
  };
}

function wide(bytes: Buffer, place: number, width: number): bigint {
  if (width <= 32) return BigInt(bitsAt(bytes, place, width));
  return BigInt(bitsAt(bytes, place, 32)) + (BigInt(bitsAt(bytes, place + 32, width - 32)) << 32n);
}
