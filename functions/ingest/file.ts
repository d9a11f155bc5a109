/** A file in the object store as rows: unpacked, its format found, nothing of it in memory but what is being read. */
import { PassThrough, pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { PermanentError } from '../../shared/events/errors.ts';
import { type Address, NoSuchObject, type ObjectStore } from '../../shared/store/objects.ts';
import type { Batch } from './batch.ts';
import { csvRows } from './csv-rows.ts';
import { formatOf, isGzip, type Named, notText } from './format.ts';
import { arrayRows, lineRows } from './json.ts';
import type { Limits } from './limits.ts';
import { objectRows } from './object-rows.ts';
import { parquetElements } from './parquet.ts';
import type { Rows } from './rows.ts';

const CHUNK = 256 * 1024;

/** @throws PermanentError when there is no such object, it is empty, or not of a format that is read */
export async function openFile(objects: ObjectStore, address: Address): Promise<Readable> {
  try {
    return await objects.stream(address);
  } catch (cause) {
    if (cause instanceof NoSuchObject)
      throw new PermanentError(`${cause.message}: upload it before the event`, { cause });
    throw cause;
  }
}

export async function fileRows(
  source: Readable,
  named: Named,
  dataset: Dataset,
  batch: Batch,
  limits: Limits,
): Promise<Rows> {
  const packed = await peek(source);
  if (!packed) throw new PermanentError('the file is empty');
  const bytes = isGzip(packed.head) ? await peek(unpack(packed.chunks)) : packed;
  if (!bytes) throw new PermanentError('the file is empty once unpacked');
  const chunks = bounded(bytes.chunks, limits.bytes);
  const format = formatOf(bytes.head, named);
  const problem = format === 'parquet' ? undefined : notText(bytes.head);
  if (problem) throw new PermanentError(`the file is ${problem}`);
  if (format === 'csv') return csvRows(chunks, dataset, batch, limits);
  const elements =
    format === 'parquet'
      ? parquetElements(chunks, dataset, limits.parquet)
      : format === 'json'
        ? arrayRows(chunks, limits.record)
        : lineRows(chunks, limits.record);
  return objectRows(elements, dataset, batch, limits);
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

/** Errors of the source stay as they are (the store is away); what is wrong with the bytes never works. */
async function* unpack(packed: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  const out = pipeline(packed, gunzip, new PassThrough({ highWaterMark: CHUNK }), () => {});
  try {
    for await (const chunk of out) yield chunk as Buffer;
  } catch (cause) {
    if (!String((cause as { code?: string }).code).startsWith('Z_')) throw cause;
    throw new PermanentError(`the gzip file is damaged or cut off: ${(cause as Error).message}`, { cause });
  }
}

async function* bounded(chunks: AsyncIterable<Buffer>, most: number): AsyncIterable<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > most)
      throw new PermanentError(`the file has more than ${most} bytes once unpacked: cut it into several`);
    yield chunk;
  }
}
