/** A file as rows: unpacked, its format found, nothing of it in memory but what is being read. */
import type { Dataset } from '../../datasets/declaration.ts';
import {
  asUtf8,
  charsetOf,
  ENCODING_HEAD,
  encodingOf,
  FormatError,
  foreignFormat,
  gunzipped,
} from '../../formats/index.ts';
import { csvRows } from './csv-rows.ts';
import { formatOf, isGzip, isParquet, type Named } from './format.ts';
import { jsonRows, lineRows } from './json.ts';
import type { Limits } from './limits.ts';
import { withoutLongValues } from './long-values.ts';
import { objectRows } from './object-rows.ts';
import { parquetRows } from './parquet.ts';
import { peek } from './peek.ts';
import type { RowFile } from './row-file.ts';

/** So much of a text tells its format. */
const FORMAT_HEAD = 4096;

/** @throws FormatError when it is empty, not of a format that is read, or its columns are not those of the data set */
export async function fileRows(
  source: AsyncIterable<Buffer>,
  named: Named,
  dataset: Dataset,
  limits: Limits,
): Promise<RowFile> {
  const packed = await peek(source, 2);
  if (packed.head.length === 0) throw new FormatError('the file is empty');
  const unpacked = isGzip(packed.head) ? gunzipped(packed.chunks, limits.ratio) : packed.chunks;
  const { head, chunks } = await peek(bounded(unpacked, limits.bytes), ENCODING_HEAD);
  if (head.length === 0) throw new FormatError('the file is empty once unpacked');
  const foreign = foreignFormat(head);
  if (foreign) throw new FormatError(`the file is ${foreign}`);
  if (isParquet(head, named))
    return withoutLongValues(await parquetRows(chunks, dataset, limits), limits.value);
  const encoding = encodingOf(head, charsetOf(named.mediaType));
  const text = await textRows(asUtf8(chunks, encoding), named, dataset, limits);
  const file = withoutLongValues(text, limits.value);
  return encoding === 'utf-8' ? file : { ...file, reading: { ...file.reading, encoding } };
}

/** @param text UTF-8 */
async function textRows(
  text: AsyncIterable<Buffer>,
  named: Named,
  dataset: Dataset,
  limits: Limits,
): Promise<RowFile> {
  const { head, chunks } = await peek(text, FORMAT_HEAD);
  const format = formatOf(head, named);
  if (format === 'csv') return await csvRows(chunks, dataset, limits);
  const elements = format === 'json' ? jsonRows(chunks, limits.record) : lineRows(chunks, limits.record);
  return objectRows(elements, dataset, limits, format);
}

async function* bounded(chunks: AsyncIterable<Buffer>, most: number): AsyncIterable<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > most)
      throw new FormatError(`the file has more than ${most} bytes once unpacked: cut it into several`);
    yield chunk;
  }
}
