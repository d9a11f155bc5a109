/**
 * How values lie in a page: one after another, as runs, as differences. Each is a function that gives the next one,
 * so that nothing is in memory but the page.
 * https://github.com/apache/parquet-format/blob/master/Encodings.md
 */
import { type Cursor, damaged, pass, slice } from './cursor.ts';
import { deltas, lengths } from './deltas.ts';
import { type Kind, Type } from './kind.ts';
import { plain } from './plain.ts';
import { runs } from './runs.ts';
import type { Raw } from './texts.ts';

export const Encoding = {
  plain: 0,
  plainDictionary: 2,
  runs: 3,
  deltas: 5,
  deltaLengths: 6,
  deltaBytes: 7,
  dictionary: 8,
  split: 9,
} as const;

/**
 * @param count values that the page has at most
 * @param longest bytes of one value
 */
export function values(
  cursor: Cursor,
  encoding: number,
  { type, length }: Kind,
  { count, longest }: { readonly count: number; readonly longest: number },
): () => Raw {
  const isBytes = type === Type.bytes || type === Type.fixed;
  if (encoding === Encoding.plain) return plain(cursor, type, length);
  if (encoding === Encoding.runs && type === Type.boolean) {
    const next = runs({ bytes: slice(cursor, slice(cursor, 4).readUInt32LE(0)), at: 0 }, 1);
    return () => next() === 1;
  }
  if (encoding === Encoding.deltas && (type === Type.int32 || type === Type.int64))
    return integers(cursor, type, count);
  if (encoding === Encoding.deltaLengths && type === Type.bytes) return byLength(cursor, count);
  if (encoding === Encoding.deltaBytes && isBytes) return byPrefix(cursor, count, longest);
  if (encoding === Encoding.split) return split(cursor, type, length);
  throw damaged(`encoding ${encoding} for values of type ${type}`);
}

function integers(cursor: Cursor, type: number, count: number): () => Raw {
  const next = deltas(cursor, type === Type.int32 ? 32 : 64, count);
  return type === Type.int32 ? () => Number(next()) : next;
}

function byLength(cursor: Cursor, count: number): () => Buffer {
  const length = lengths(cursor, count);
  return () => slice(cursor, length());
}

/** Each begins as the one before. */
function byPrefix(cursor: Cursor, count: number, longest: number): () => Buffer {
  const prefix = lengths(cursor, count);
  const suffix = lengths(cursor, count);
  let last: Buffer = Buffer.alloc(0);
  return () => {
    const shared = prefix();
    if (!(shared >= 0 && shared <= last.length))
      throw damaged('a value shares more with the last than there is');
    const rest = slice(cursor, suffix());
    if (shared + rest.length > longest) throw damaged(`a value is longer than ${longest} bytes`);
    last = shared === 0 ? rest : Buffer.concat([last.subarray(0, shared), rest]);
    return last;
  };
}

/** All first bytes, then all second bytes, ...: put together one by one. */
function split(cursor: Cursor, type: number, length: number): () => Raw {
  const widths: Readonly<Record<number, number>> = {
    [Type.int32]: 4,
    [Type.float]: 4,
    [Type.int64]: 8,
    [Type.double]: 8,
    [Type.fixed]: length,
  };
  const width = widths[type];
  if (!width) throw damaged(`split bytes for values of type ${type}`);
  const all = cursor.bytes.subarray(cursor.at);
  const stride = Math.floor(all.length / width);
  let at = 0;
  return () => {
    if (at >= stride) throw damaged('it ends in the middle of a page');
    const value = Buffer.allocUnsafe(width);
    for (let i = 0; i < width; i++) value[i] = all[at + i * stride] as number;
    at += 1;
    return plain({ bytes: value, at: 0 }, type, length)();
  };
}

/** Indices into the dictionary: their width in bits, then runs. Of no values, there need not even be a width. */
export function indices(cursor: Cursor): () => number {
  let next: (() => number) | undefined;
  return () => {
    next ??= runs(cursor, cursor.bytes[pass(cursor, 1)] as number);
    return next();
  };
}
