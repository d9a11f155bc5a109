/** A frame: some thousand raw rows as columns of text. */

/** Few enough that what a frame needs is garbage before it is old: 20,000 cost a fifth more processor time. */
export const FRAME_ROWS = 8_000;

export interface Frame {
  readonly rows: number;
  /** As in the file, from 1. */
  readonly rowNumbers: readonly string[];
  /** The text of a record that did not fit the columns; '' for all others. */
  readonly malformed: readonly string[];
  /** Why, of these, where it is not for its fields: 'encoding'. */
  readonly problems?: readonly string[];
  /** For each column, in the order of the declaration, its texts; '' is missing. */
  readonly columns: readonly (readonly string[])[];
}
