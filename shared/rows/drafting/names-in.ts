/** The columns that a CSV file names, before there is a declaration to hold them against. */
import {
  asUtf8,
  charsetOf,
  csvHeader,
  ENCODING_HEAD,
  encodingOf,
  FormatError,
  foreignFormat,
  gunzipped,
  MOST_COLUMNS,
} from '../../formats/index.ts';
import { formatOf, isGzip, isParquet, type Named } from '../reading/format.ts';
import { columnName, isAddedByPrograms } from '../reading/header.ts';
import type { Limits } from '../reading/limits.ts';
import { peek } from '../reading/peek.ts';

const LONGEST_HEADER = 128 * 1024;

/** Without those that programs add. @throws FormatError for what is no CSV with a header */
export async function namesIn(
  source: AsyncIterable<Buffer>,
  named: Named,
  limits: Limits,
): Promise<string[]> {
  const packed = await peek(source, 2);
  const unpacked = isGzip(packed.head) ? gunzipped(packed.chunks, limits.ratio) : packed.chunks;
  const { head, chunks } = await peek(unpacked, ENCODING_HEAD);
  const foreign = foreignFormat(head);
  if (foreign) throw new FormatError(`the file is ${foreign}`);
  const format = isParquet(head, named) ? 'parquet' : formatOf(head, named);
  if (format !== 'csv')
    throw new FormatError(
      `a declaration is drafted from CSV alone, this is ${format}: write some of its rows as CSV`,
    );
  const text = await peek(asUtf8(chunks, encodingOf(head, charsetOf(named.mediaType))), LONGEST_HEADER);
  const { names } = csvHeader(text.head, text.isWhole, (written) => written.length);
  await text.chunks[Symbol.asyncIterator]().return?.();
  if (names.length > MOST_COLUMNS)
    throw new FormatError(
      `the file has ${names.length} columns, at most ${MOST_COLUMNS} are read: leave out those that tell nothing`,
    );
  return names.map(columnName).filter((name, place) => !isAddedByPrograms(name, place));
}
