/** What a batch may be at most: beyond, it is a mistake, or has to be cut into several. */
export interface Limits {
  readonly rows: number;
  /** Bytes of one record. */
  readonly record: number;
  /** Bytes of a batch once unpacked. */
  readonly bytes: number;
  /** Bytes of a Parquet file, which is read in memory. */
  readonly parquet: number;
}

const MiB = 1024 ** 2;

export const limits: Limits = { rows: 5_000_000, record: MiB, bytes: 4096 * MiB, parquet: 256 * MiB };
