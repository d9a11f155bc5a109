/** Rows of a Parquet file, a few thousand at a time. The file is read in memory: Parquet begins at its end. */
import { type FileMetaData, parquetMetadata, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Dataset } from '../../datasets/declaration.ts';
import { FormatError } from '../../formats/index.ts';
import { keptColumns } from './header.ts';
import { type Element, elementOf } from './object-rows.ts';

const ROWS = 10_000;

/** @throws FormatError when it is no Parquet file, or its columns do not fit the data set */
export async function* parquetElements(
  chunks: AsyncIterable<Buffer>,
  dataset: Dataset,
  largest: number,
): AsyncIterable<Element[]> {
  const file = await whole(chunks, largest);
  const metadata = await readable(() => parquetMetadata(file));
  // The first element of the schema is its root.
  const names = metadata.schema.slice(1).map((element) => element.name);
  keptColumns(dataset, names);
  let start = 0;
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows);
    const columns = await readable(() => readColumns(file, metadata, start, end));
    for (let from = 0; from < end - start; from += ROWS)
      yield rowsOf(columns, from, Math.min(end - start, from + ROWS));
    start = end;
  }
}

/** A whole row group, by column: its pages are decoded once, and columns are smaller than objects. */
async function readColumns(
  file: ArrayBuffer,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
): Promise<Map<string, unknown[]>> {
  const columns = new Map<string, unknown[]>();
  await parquetRead({
    file,
    metadata,
    rowStart,
    rowEnd,
    compressors,
    onChunk: ({ columnName, columnData, rowStart: first }) => {
      const column = columns.get(columnName) ?? new Array(rowEnd - rowStart).fill(null);
      columns.set(columnName, column);
      for (let i = 0; i < columnData.length; i++)
        if (first + i >= rowStart && first + i < rowEnd) column[first + i - rowStart] = columnData[i];
    },
  });
  return columns;
}

function rowsOf(columns: ReadonlyMap<string, readonly unknown[]>, from: number, to: number): Element[] {
  return Array.from({ length: to - from }, (_, i) =>
    elementOf(Object.fromEntries(Array.from(columns, ([name, values]) => [name, values[from + i]]))),
  );
}

async function readable<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new FormatError(`not a readable Parquet file: ${(cause as Error).message}`, { cause });
  }
}

async function whole(chunks: AsyncIterable<Buffer>, largest: number): Promise<ArrayBuffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes > largest)
      throw new FormatError(`a Parquet file may have ${largest} bytes, this has more: cut it, or send CSV`);
  }
  const file = new ArrayBuffer(bytes);
  let at = 0;
  for (const part of parts) {
    new Uint8Array(file, at, part.length).set(part);
    at += part.length;
  }
  return file;
}
