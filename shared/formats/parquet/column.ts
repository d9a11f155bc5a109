/** The values of one column, one after another through all row groups, with one page of them in memory. */
import { FormatError } from '../format-error.ts';
import { crc32 } from './crc32.ts';
import { type Cursor, damaged, slice } from './cursor.ts';
import { type Dictionary, dictionaryOf } from './dictionary.ts';
import { Encoding, indices, values } from './encodings.ts';
import type { Kind } from './kind.ts';
import type { Chunk, ParquetLimits } from './layout.ts';
import type { Memory } from './memory.ts';
import { type PageHeader, PageType, readPageHeader } from './page-header.ts';
import { runs } from './runs.ts';
import { textOf, type Value } from './texts.ts';
import { unpack } from './unpack.ts';

export interface ColumnSource {
  readonly name: string;
  readonly kind: Kind;
  readonly optional: boolean;
  readonly chunks: readonly Chunk[];
}

interface Page {
  readonly count: number;
  next(): Value;
}

/** Gives the column's next value; asked for more than there are, or where the file is damaged, it throws FormatError. */
export function columnValues(
  file: Buffer,
  column: ColumnSource,
  memory: Memory,
  limits: Pick<ParquetLimits, 'value'>,
): () => Value {
  const pages = pagesOf(file, column, memory, limits.value);
  let page: Page | undefined;
  let left = 0;
  return () => {
    try {
      while (!page || left === 0) {
        const { done, value } = pages.next();
        if (done) throw damaged('there are fewer values than rows');
        page = value;
        left = page.count;
      }
      left -= 1;
      return page.next();
    } catch (cause) {
      if (!(cause instanceof FormatError)) throw cause;
      throw new FormatError(`${cause.message} (column ${column.name.slice(0, 60)})`, { cause });
    }
  };
}

function* pagesOf(
  file: Buffer,
  column: ColumnSource,
  memory: Memory,
  longest: number,
): Generator<Page, undefined> {
  const space = memory.space();
  for (const { start, end, codec, rows } of column.chunks) {
    const cursor = { bytes: file.subarray(start, end), at: 0 };
    let dictionary: Dictionary | undefined;
    for (let left = rows; left > 0; ) {
      const { header, body } = packedPage(cursor);
      if (header.type === PageType.dictionary) {
        if (dictionary) throw damaged('a second dictionary');
        space.dictionary(header);
        dictionary = dictionaryOf(unpack(body, codec, header.size), header.values, column.kind);
        continue;
      }
      if (header.values > left) throw damaged('there are more values than rows');
      space.page(header.size);
      if (header.type !== PageType.index)
        yield dataPage(header, body, codec, { column, dictionary, longest });
      left -= header.values;
    }
    space.end();
  }
}

/** The next page, as it lies in the file. */
function packedPage(cursor: Cursor): { readonly header: PageHeader; readonly body: Buffer } {
  const header = readPageHeader(cursor);
  const body = slice(cursor, header.packedSize);
  if (header.crc !== undefined && header.crc !== crc32(body)) throw damaged('a page is not what it was');
  return { header, body };
}

interface Context {
  readonly column: ColumnSource;
  readonly dictionary: Dictionary | undefined;
  readonly longest: number;
}

function dataPage(header: PageHeader, body: Buffer, codec: number, context: Context): Page {
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
