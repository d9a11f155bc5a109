/** Rows of a Parquet file, fitted to the data set, in pieces that one thread can hand to another. */
import type { ColumnDeclaration, Dataset } from '../../datasets/declaration.ts';
import { hasDecimalComma, withComma } from '../../datasets/values/number.ts';
import { FormatError } from '../../formats/format-error.ts';
import { openParquet } from '../../formats/parquet/parquet.ts';
import { type KeptColumns, keptColumns } from './header.ts';
import type { Limits } from './limits.ts';
import { csvText } from './object-rows.ts';

/** Bytes of rows that are told in one go, and how many rows at most. */
const PIECE = 1024 ** 2;
const PIECE_ROWS = 20_000;
/** So much is a small file's to become, whatever its ratio. */
const HARMLESS = 64 * 1024 ** 2;

export interface Piece {
  /** Records of CSV, as RowSink has them, one after another; texts in their place where they are none. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each of them ends. */
  readonly ends: Uint32Array<ArrayBuffer>;
  /** Which of them, by number, have values that are no text. */
  readonly unclean: readonly number[];
}

export interface ParquetPieces {
  readonly kept: KeptColumns;
  readonly pieces: Generator<Piece, undefined>;
}

type Value = string | null | Buffer;

/** @throws FormatError when it is no Parquet file, or its columns do not fit the data set; so does the next piece */
export function parquetPieces(
  file: Buffer,
  dataset: Pick<Dataset, 'name' | 'columns'>,
  limits: Pick<Limits, 'record' | 'parquet'>,
): ParquetPieces {
  const table = openParquet(file, limits.parquet);
  const names = table.columns.map((column) => column.name);
  const kept = keptColumns(dataset, names);
  function* pieces(): Generator<Piece, undefined> {
    const read = table.read(kept.places.map((place) => names[place] as string));
    const next = read.map((value, i) =>
      table.columns[kept.places[i] as number]?.isNumber
        ? inTexts(dataset.columns[kept.columns[i] as string], value)
        : value,
    );
    const most = Math.max(HARMLESS, limits.parquet.ratio * file.length);
    const gathered = gathering(limits.record);
    let bytes = 0;
    for (let row = 1; row <= table.rows; row++) {
      const values = next.map((value) => value());
      bytes += gathered.add(values, kept.columns, row);
      if (bytes > most)
        throw new FormatError(
          `the Parquet file has ${file.length} bytes, and more than ${most} as rows: that is no data`,
        );
      if (gathered.isFull()) yield gathered.take();
    }
    yield gathered.take();
  }
  return { kept, pieces: pieces() };
}

/** Numbers of a column whose texts have a comma before decimals are told with it, as they are read with it. */
function inTexts(column: ColumnDeclaration | undefined, next: () => Value): () => Value {
  if (!column || !hasDecimalComma(column)) return next;
  return () => {
    const value = next();
    return typeof value === 'string' ? withComma(value) : value;
  };
}

interface Gathering {
  /** @returns bytes of the row @throws FormatError when it is too long */
  add(values: readonly Value[], columns: readonly string[], row: number): number;
  isFull(): boolean;
  take(): Piece;
}

/** @param longest bytes of a row */
function gathering(longest: number): Gathering {
  let bytes = Buffer.alloc(0);
  let ends = new Uint32Array(PIECE_ROWS);
  let unclean: number[] = [];
  let [at, rows] = [0, 0];
  const checked = (length: number, row: number): number => {
    if (length > longest) throw new FormatError(`row ${row} is longer than ${longest} bytes`);
    return length;
  };
  return {
    add(values, columns, row) {
      const { text, isText } = recordOf(values, columns);
      // No character takes more than three bytes for each of its units.
      bytes = withRoom(bytes, at, 3 * checked(text.length, row));
      const length = checked(bytes.write(text, at), row);
      at += length;
      if (!isText) unclean.push(rows);
      ends[rows++] = at;
      return length;
    },
    isFull: () => at >= PIECE || rows === PIECE_ROWS,
    take() {
      const piece = { bytes: bytes.subarray(0, at), ends: ends.subarray(0, rows), unclean };
      bytes = Buffer.alloc(0);
      ends = new Uint32Array(PIECE_ROWS);
      unclean = [];
      [at, rows] = [0, 0];
      return piece;
    },
  };
}

/** Memory of its own, as it leaves for another thread. */
function withRoom(bytes: Buffer<ArrayBuffer>, at: number, more: number): Buffer<ArrayBuffer> {
  if (at + more <= bytes.length) return bytes;
  const larger = Buffer.from(new ArrayBuffer(Math.max(PIECE + PIECE / 8, 2 * bytes.length, at + more)));
  bytes.copy(larger, 0, 0, at);
  return larger;
}

interface Record {
  readonly text: string;
  /** Whether every value is a text that can be stored. */
  readonly isText: boolean;
}

function recordOf(values: readonly Value[], columns: readonly string[]): Record {
  const text = values.map((value) => (typeof value === 'string' ? csvText(value) : '')).join(',');
  const isText = !text.includes('\0') && !values.some((value) => value instanceof Uint8Array);
  return { text: isText ? text : JSON.stringify(readable(values, columns)), isText };
}

/** For people: bytes that are no text with a mark in the place of each that is not. */
const readable = (
  values: readonly Value[],
  columns: readonly string[],
): Readonly<{ [column: string]: unknown }> =>
  Object.fromEntries(
    values.map((value, i) => [columns[i], value instanceof Uint8Array ? value.toString('utf8') : value]),
  );
