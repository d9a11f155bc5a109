/** What a batch may be at most: beyond, it is a mistake, is made to do harm, or has to be cut into several. */
import type { ParquetLimits } from '../../formats/parquet/layout.ts';
import type { ThreadLimits } from './thread.ts';

export interface Limits {
  readonly rows: number;
  /** Bytes of one record. */
  readonly record: number;
  /** Characters of one value, as in a request: a row with a longer one is rejected. */
  readonly value: number;
  /** Bytes of a batch once unpacked. */
  readonly bytes: number;
  /** Bytes that one byte of a packed file may become. Text is packed to a tenth, text of one line to a thousandth. */
  readonly ratio: number;
  readonly parquet: ParquetLimits & {
    /** Bytes of a file: it is read in memory, as it begins at its end. */
    readonly file: number;
  };
  /** Of the thread that reads it. */
  readonly thread: ThreadLimits;
}

const MiB = 1024 ** 2;
const ROWS = 5_000_000;
const RECORD = MiB;
const BYTES = 4096 * MiB;

export const limits: Limits = {
  rows: ROWS,
  record: RECORD,
  value: 10_000,
  bytes: BYTES,
  ratio: 500,
  // DuckDB writes pages of 100 MB at most.
  parquet: {
    file: 256 * MiB,
    rows: ROWS,
    columns: 2000,
    bytes: BYTES,
    held: 192 * MiB,
    value: RECORD,
    ratio: 1000,
  },
  // A piece takes some hundredths of a second, and on a machine that is busy a few tenths.
  thread: { milliseconds: 8000, heap: 256 },
};
