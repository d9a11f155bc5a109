/** A page of data: which values are there, and the values, one after another. */
import { type Cursor, damaged, slice } from './cursor.ts';
import type { Dictionary } from './dictionary.ts';
import { Encoding, indices, values } from './encodings.ts';
import type { Kind } from './kind.ts';
import type { PageHeader } from './page-header.ts';
import { runs } from './runs.ts';
import { textOf, type Value } from './texts.ts';
import { unpack } from './unpack.ts';

export interface Page {
  readonly count: number;
  next(): Value;
}

export interface Context {
  readonly column: { readonly kind: Kind; readonly optional: boolean };
  readonly dictionary: Dictionary | undefined;
  readonly longest: number;
}

export function dataPage(header: PageHeader, body: Buffer, codec: number, context: Context): Page {
  const { levels, cursor } =
    header.levelBytes === undefined
      ? first(header, body, codec, context)
      : second(header, body, codec, context);
  const value = valuesOf(cursor, header, context);
  if (!levels) return { count: header.values, next: value };
  const level = runs(levels, 1);
  return { count: header.values, next: () => (level() === 0 ? null : value()) };
}

interface Parts {
  /** Which values are there; undefined when all are. */
  readonly levels: Cursor | undefined;
  readonly cursor: Cursor;
}

function first({ size }: PageHeader, body: Buffer, codec: number, { column }: Context): Parts {
  const cursor = { bytes: unpack(body, codec, size), at: 0 };
  const levels = column.optional
    ? { bytes: slice(cursor, slice(cursor, 4).readUInt32LE(0)), at: 0 }
    : undefined;
  return { levels, cursor };
}

/** Levels come unpacked, before the rest. */
function second(
  { size, levelBytes = 0, isPacked }: PageHeader,
  body: Buffer,
  codec: number,
  { column }: Context,
): Parts {
  const cursor = { bytes: body, at: 0 };
  const levels = { bytes: slice(cursor, levelBytes), at: 0 };
  const rest = body.subarray(cursor.at);
  const bytes = isPacked ? unpack(rest, codec, size - levelBytes) : rest;
  return { levels: column.optional ? levels : undefined, cursor: { bytes, at: 0 } };
}

function valuesOf(cursor: Cursor, { encoding, values: count }: PageHeader, context: Context): () => Value {
  const { column, dictionary, longest } = context;
  if (encoding === Encoding.dictionary || encoding === Encoding.plainDictionary) {
    if (!dictionary) throw damaged('a dictionary is missing');
    const index = indices(cursor);
    return () => dictionary(index());
  }
  const text = textOf(column.kind);
  // A page that has no values need not have anything.
  let next: (() => ReturnType<ReturnType<typeof values>>) | undefined;
  return () => {
    next ??= values(cursor, encoding, column.kind, { count, longest });
    return text(next());
  };
}
