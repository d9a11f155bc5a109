/** A frame: some thousand raw rows as columns of text. */

/** Few enough that what a frame needs is garbage before it is old: 20,000 cost a fifth more processor time. */
export const FRAME_ROWS = 8_000;

/** A column by its different texts: what is worked out for a text is worked out once, however many rows have it. */
export interface FrameColumn {
  /** For each row, which of the texts it has. */
  readonly codes: Uint32Array;
  /**
   * '' is missing. A text may be there twice, or be of no row. The same array in a later frame is that of this one,
   * with further texts at its end.
   */
  readonly texts: readonly string[];
}

export interface Frame {
  readonly rows: number;
  /** As in the file, from 1. */
  readonly rowNumbers: ArrayLike<number>;
  /** The text of a record that did not fit the columns; '' for all others. */
  readonly malformed: readonly string[];
  /** Why, of these, where it is not for its fields: 'encoding', 'length'. */
  readonly problems?: readonly string[];
  /** In the order of the declaration. */
  readonly columns: readonly FrameColumn[];
}

export const textAt = ({ codes, texts }: FrameColumn, row: number): string => texts[codes[row] ?? -1] ?? '';

/** @param values the text of each row */
export function frameColumn(values: readonly string[]): FrameColumn {
  const known = new Map<string, number>();
  const codes = Uint32Array.from(values, (value) => {
    const code = known.get(value) ?? known.size;
    known.set(value, code);
    return code;
  });
  return { codes, texts: [...known.keys()] };
}
