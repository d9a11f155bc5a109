/** A file as rows: unpacked, its format found, nothing of it in memory but what is being read. */
import { PassThrough, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Dataset } from '../../datasets/declaration.ts';
import { asUtf8, charsetOf, ENCODING_HEAD, encodingOf, FormatError } from '../../formats/index.ts';
import { csvRows } from './csv-rows.ts';
import { formatOf, isGzip, isParquet, type Named, notText } from './format.ts';
import { arrayRows, lineRows } from './json.ts';
import type { Limits } from './limits.ts';
import { objectRows } from './object-rows.ts';
import { parquetElements } from './parquet.ts';
import { peek } from './peek.ts';
import type { RowFile } from './row-file.ts';

const CHUNK = 256 * 1024;
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
  const unpacked = isGzip(packed.head) ? unpack(packed.chunks) : packed.chunks;
  const { head, chunks } = await peek(bounded(unpacked, limits.bytes), ENCODING_HEAD);
  if (head.length === 0) throw new FormatError('the file is empty once unpacked');
  const problem = notText(head);
  if (problem) throw new FormatError(`the file is ${problem}`);
  if (isParquet(head, named))
    return objectRows(parquetElements(chunks, dataset, limits.parquet), dataset, limits, 'parquet');
  const encoding = encodingOf(head, charsetOf(named.mediaType));
  const file = await textRows(asUtf8(chunks, encoding), named, dataset, limits);
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
  const elements = format === 'json' ? arrayRows(chunks, limits.record) : lineRows(chunks, limits.record);
  return objectRows(elements, dataset, limits, format);
}

/** Errors of the source stay as they are (the store is away); what is wrong with the bytes never works. */
async function* unpack(packed: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  const out = pipeline(packed, gunzip, new PassThrough({ highWaterMark: CHUNK }), () => {});
  try {
    for await (const chunk of out) yield chunk as Buffer;
  } catch (cause) {
    if (!String((cause as { code?: string }).code).startsWith('Z_')) throw cause;
    throw new FormatError(`the gzip file is damaged or cut off: ${(cause as Error).message}`, { cause });
  }
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
