/** Rows of a Parquet file, fitted to the data set. The file is read in memory, row by row is taken from its pages. */
import type { Dataset } from '../../datasets/declaration.ts';
import { hasDecimalComma, withComma } from '../../datasets/values/number.ts';
import { FormatError } from '../../formats/index.ts';
import { openParquet } from '../../formats/parquet/parquet.ts';
import { keptColumns } from './header.ts';
import type { Limits } from './limits.ts';
import { csvText } from './object-rows.ts';
import type { RowFile, RowSink } from './row-file.ts';

/** Bytes of rows that are told in one go. */
const PIECE = 1024 ** 2;

type Value = string | null | Buffer;

/** @throws FormatError when it is no Parquet file, or its columns do not fit the data set */
export async function parquetRows(
  chunks: AsyncIterable<Buffer>,
  dataset: Dataset,
  limits: Limits,
): Promise<RowFile> {
  const table = openParquet(await whole(chunks, limits.parquet.file), limits.parquet);
  const names = table.columns.map((column) => column.name);
  const { columns, places, dropped } = keptColumns(dataset, names);
  return {
    reading: { format: 'parquet', ...(dropped.length > 0 ? { dropped } : {}) },
    columns,
    async *feed(sink) {
      const read = table.read(places.map((place) => names[place] as string));
      const next = read.map((value, i) =>
        table.columns[places[i] as number]?.isNumber ? inTexts(dataset, columns[i] as string, value) : value,
      );
      let bytes = 0;
      for (let row = 1; row <= table.rows; row++) {
        const record = recordOf(
          next.map((value) => value()),
          columns,
        );
        if (record.bytes.length > limits.record)
          throw new FormatError(`row ${row} is longer than ${limits.record} bytes`);
        tell(sink, record);
        bytes += record.bytes.length;
        if (bytes < PIECE) continue;
        bytes = 0;
        yield;
      }
      yield;
    },
  };
}

/** Numbers of a column whose texts have a comma before decimals are told with it, as they are read with it. */
function inTexts(dataset: Dataset, column: string, next: () => Value): () => Value {
  const declaration = dataset.columns[column];
  if (!declaration || !hasDecimalComma(declaration)) return next;
  return () => {
    const value = next();
    return typeof value === 'string' ? withComma(value) : value;
  };
}

interface Record {
  readonly bytes: Buffer;
  /** Whether every value is a text that can be stored. */
  readonly isText: boolean;
}

function recordOf(values: readonly Value[], columns: readonly string[]): Record {
  const record = values.map((value) => (typeof value === 'string' ? csvText(value) : '')).join(',');
  const isText = !record.includes('\0') && !values.some((value) => value instanceof Uint8Array);
  return { bytes: Buffer.from(isText ? record : JSON.stringify(readable(values, columns))), isText };
}

/** For people: bytes that are no text with a mark in the place of each that is not. */
const readable = (
  values: readonly Value[],
  columns: readonly string[],
): Readonly<{ [column: string]: unknown }> =>
  Object.fromEntries(
    values.map((value, i) => [columns[i], value instanceof Uint8Array ? value.toString('utf8') : value]),
  );

function tell(sink: RowSink, { bytes, isText }: Record): void {
  if (isText) sink.record(bytes, 0, bytes.length);
  else sink.malformed(bytes, 0, bytes.length, 'encoding');
}

/** @throws FormatError when there are more bytes than that */
async function whole(chunks: AsyncIterable<Buffer>, largest: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes > largest)
      throw new FormatError(`a Parquet file may have ${largest} bytes, this has more: cut it, or send CSV`);
  }
  const file = Buffer.alloc(bytes);
  let at = 0;
  // Each part goes as it is copied, so that the file is not there twice.
  for (let part = parts.shift(); part; part = parts.shift()) at += part.copy(file, at);
  return file;
}
