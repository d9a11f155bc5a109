/** What every format becomes: records of CSV, told one by one to whoever stores, checks or shows them. */

/** Takes the rows of a file in their order. The bytes are only good until the call returns. */
export interface RowSink {
  /** A record of CSV as COPY reads it (RFC 4180, commas, UTF-8), with a value for each of the file's columns. */
  record(bytes: Buffer, start: number, end: number): void;
  /** What cannot be read as such a record: its text, UTF-8, without a zero byte; and why, if not for its fields. */
  malformed(bytes: Buffer, start: number, end: number, problem?: Problem): void;
}

/** It is no text, or has a value that is too long to be one. */
export type Problem = 'encoding' | 'length';

/** What is to be said of a file beside its rows. */
export interface Reading {
  readonly format: Format;
  /** Where it is not UTF-8: "utf-16le", "windows-1252". */
  readonly encoding?: string;
  /** Where it is no comma. */
  readonly separator?: ';' | '\t' | '|';
  /** A first line that says the separator alone, and was left out: "sep=;". */
  readonly separatorLine?: string;
  /** Columns that programs add and nobody asked for ("Unnamed: 0"), which were left out. */
  readonly dropped?: readonly string[];
}

export type Format = 'csv' | 'json' | 'ndjson' | 'parquet';

export interface RowFile {
  readonly reading: Reading;
  /** The columns that a record has, in its order: columns of the data set. */
  readonly columns: readonly string[];
  /**
   * Tells the sink of all rows. Yields after each piece of the file, so that what has been gathered can be passed on
   * and memory stays bounded.
   * @throws FormatError for what will never be read
   */
  feed(sink: RowSink): AsyncIterable<void>;
  /** For whoever does not come to feed from it: ends what was begun. */
  close?(): void;
}
