/** The values of one column, one after another through all row groups, with one page of them in memory. */
import { FormatError } from '../format-error.ts';
import { crc32 } from './crc32.ts';
import { type Cursor, damaged, slice } from './cursor.ts';
import { type Dictionary, dictionaryOf } from './dictionary.ts';
import type { Kind } from './kind.ts';
import type { Chunk, ParquetLimits } from './layout.ts';
import type { Memory } from './memory.ts';
import { dataPage, type Page } from './page.ts';
import { type PageHeader, PageType, readPageHeader } from './page-header.ts';
import type { Value } from './texts.ts';
import { unpack } from './unpack.ts';

export interface ColumnSource {
  readonly name: string;
  readonly kind: Kind;
  readonly optional: boolean;
  readonly chunks: readonly Chunk[];
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
