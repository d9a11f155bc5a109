/** A file as rows: unpacked, its format found, nothing of it in memory but what is being read. */
import type { Dataset } from '../../datasets/declaration.ts';
import { FormatError, foreignFormat, gunzipped } from '../../formats/index.ts';
import { csvRows } from './csv-rows.ts';
import { formatOf, isGzip, type Named, notText } from './format.ts';
import { jsonRows, lineRows } from './json.ts';
import type { Limits } from './limits.ts';
import { objectRows } from './object-rows.ts';
import { parquetRows } from './parquet.ts';
import type { RowFile } from './row-file.ts';

/** @throws FormatError when it is empty, not of a format that is read, or its columns are not those of the data set */
export async function fileRows(
  source: AsyncIterable<Buffer>,
  named: Named,
  dataset: Dataset,
  limits: Limits,
): Promise<RowFile> {
  const packed = await peek(source);
  if (!packed) throw new FormatError('the file is empty');
  const bytes = isGzip(packed.head) ? await peek(gunzipped(packed.chunks, limits.ratio)) : packed;
  if (!bytes) throw new FormatError('the file is empty once unpacked');
  const chunks = bounded(bytes.chunks, limits.bytes);
  const foreign = foreignFormat(bytes.head);
  if (foreign) throw new FormatError(`the file is ${foreign}`);
  const format = formatOf(bytes.head, named);
  const problem = format === 'parquet' ? undefined : notText(bytes.head);
  if (problem) throw new FormatError(`the file is ${problem}`);
  if (format === 'csv') return csvRows(chunks, dataset, limits);
  if (format === 'parquet') return parquetRows(chunks, dataset, limits);
  const elements = format === 'json' ? jsonRows(chunks, limits.record) : lineRows(chunks, limits.record);
  return objectRows(elements, dataset, limits, format);
}

/** The first chunk, to look at, and all chunks, that one included. */
async function peek(
  source: AsyncIterable<Buffer>,
): Promise<{ head: Buffer; chunks: AsyncIterable<Buffer> } | undefined> {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return undefined;
  async function* chunks(): AsyncIterable<Buffer> {
    try {
      yield first.value;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head: first.value, chunks: chunks() };
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
