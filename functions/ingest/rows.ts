/** What every format becomes: input of one COPY into the raw table. */
export interface Rows {
  /** `copy ... from stdin` with the columns that the rows have. */
  readonly statement: string;
  chunks(): AsyncIterable<Buffer>;
  /** How many rows the chunks so far had. */
  count(): number;
}
