/** Which training rows are shown as comparable, and what people read of them. */
import type { Dataset } from '../datasets/declaration.ts';
import type { NeighbourCodes } from '../ml/neighbours/neighbours.ts';
import { sample, seeded } from '../ml/random.ts';
import { type Column, type Table, takeRows } from '../ml/table.ts';
import { writeComparables } from './comparables.ts';

/** Some 10 MB in a server's memory, and a few milliseconds to look through. */
const MOST_ROWS = 50_000;

/** @param rows of the training part, by their places in the table */
export function comparableRows(table: Table, rows: ArrayLike<number>, seed: number): Table {
  const drawn = sample(seeded(seed, 'comparables'), rows.length, MOST_ROWS);
  return takeRows(
    table,
    drawn.map((index) => rows[index] as number),
  );
}

/** The file. @param shown rows @param codes of these rows */
export function comparablesFile(
  { comparables: columns = [], target }: Pick<Dataset, 'comparables' | 'target'>,
  shown: Table,
  codes: NeighbourCodes,
): Uint8Array {
  const values = [target.column, ...columns].map((name) => [name, readable(shown.columns[name] as Column)]);
  return writeComparables(codes, Object.fromEntries(values));
}

/** Missing as JSON has it. A date stays a day number, so that two of them can be near. */
function readable(column: Column): (string | number | null)[] {
  if (!(column instanceof Float64Array)) return column;
  return Array.from(column, (value) => (Number.isNaN(value) ? null : value));
}
