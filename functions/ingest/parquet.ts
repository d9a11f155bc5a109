/** Rows of a Parquet file, a few thousand at a time. The file is read in memory: Parquet begins at its end. */
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { PermanentError } from '../../shared/events/errors.ts';
import { checkColumns } from './header.ts';
import { type Element, elementOf } from './object-rows.ts';

const ROWS = 10_000;

/** @throws PermanentError when it is no Parquet file, or its columns do not fit the data set */
export async function* parquetElements(
  chunks: AsyncIterable<Buffer>,
  dataset: Dataset,
  largest: number,
): AsyncIterable<Element[]> {
  const file = await whole(chunks, largest);
  const metadata = await readable(() => parquetMetadata(file));
  // The first element of the schema is its root.
  checkColumns(
    dataset,
    metadata.schema.slice(1).map((element) => element.name),
  );
  const rows = Number(metadata.num_rows);
  for (let rowStart = 0; rowStart < rows; rowStart += ROWS) {
    const rowEnd = Math.min(rows, rowStart + ROWS);
    const objects = await readable(() =>
      parquetReadObjects({ file, metadata, rowStart, rowEnd, compressors }),
    );
    yield objects.map(elementOf);
  }
}

async function readable<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new PermanentError(`not a readable Parquet file: ${(cause as Error).message}`, { cause });
  }
}

async function whole(chunks: AsyncIterable<Buffer>, largest: number): Promise<ArrayBuffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes > largest)
      throw new PermanentError(
        `a Parquet file may have ${largest} bytes, this has more: cut it, or send CSV`,
      );
  }
  const file = new ArrayBuffer(bytes);
  let at = 0;
  for (const part of parts) {
    new Uint8Array(file, at, part.length).set(part);
    at += part.length;
  }
  return file;
}
