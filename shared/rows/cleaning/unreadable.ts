/** What of a batch was there and could not be read, by column: counted, and shown by some examples. */
import type { NormalisedColumn } from '../../datasets/normalise.ts';
import { type Frame, type FrameColumn, textAt } from './frame.ts';

export interface UnreadableColumn {
  /** How many values could not be read. */
  readonly values: number;
  /** Of how many that were there: missing ones do not count. */
  readonly of: number;
  /** The first different ones, as they came, cut. */
  readonly examples: readonly string[];
}

/** By the name of the column; only columns that have any. */
export type Unreadable = Readonly<Record<string, UnreadableColumn>>;

export interface Tally {
  /** @param columns normalised, by name, in the order of the frame's */
  add(frame: Pick<Frame, 'columns'>, columns: Readonly<Record<string, NormalisedColumn>>): void;
  total(): Unreadable;
}

const EXAMPLES = 3;
/** Characters of an example at most. */
const LENGTH = 60;

interface Counted {
  values: number;
  of: number;
  readonly examples: Set<string>;
}

export function unreadableTally(): Tally {
  const counted = new Map<string, Counted>();
  return {
    add(frame, columns) {
      for (const [index, [name, column]] of Object.entries(columns).entries()) {
        const counts = counted.get(name) ?? { values: 0, of: 0, examples: new Set() };
        counted.set(name, counts);
        counts.of += presentIn(column);
        if (column.invalid) countUnreadable(counts, column.invalid, frame.columns[index] as FrameColumn);
      }
    },
    total: () => {
      const found = [...counted].filter(([, { values }]) => values > 0);
      return Object.fromEntries(
        found.map(([name, counts]) => [name, { ...counts, examples: [...counts.examples] }]),
      );
    },
  };
}

/** Values that were read, and those that could not be. */
function presentIn({ column, invalid }: NormalisedColumn): number {
  let present = 0;
  if (column instanceof Float64Array) {
    for (let row = 0; row < column.length; row++)
      if (!Number.isNaN(column[row]) || invalid?.[row]) present += 1;
  } else {
    for (let row = 0; row < column.length; row++) if (column[row] !== null || invalid?.[row]) present += 1;
  }
  return present;
}

function countUnreadable(counts: Counted, invalid: Uint8Array, column: FrameColumn): void {
  for (let row = 0; row < invalid.length; row++) {
    if (!invalid[row]) continue;
    counts.values += 1;
    if (counts.examples.size < EXAMPLES) counts.examples.add(textAt(column, row).trim().slice(0, LENGTH));
  }
}
