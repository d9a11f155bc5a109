/** Rows as they should not come, which a model has to answer all the same. */
import type { Column, Table } from './table.ts';

/** One row in so many has one value missing in each column in turn; as many have a text never seen. */
const ODD = 7;

/** The same rows, some of their values taken away or replaced by what nobody has seen. */
export function withOddRows({ rows, columns }: Table): Table {
  const names = Object.keys(columns);
  const odd = Object.entries(columns).map(([name, column], index): [string, Column] => {
    const missing = (row: number): boolean =>
      row % ODD === 0 && Math.floor(row / ODD) % names.length === index;
    const strange = (row: number): boolean =>
      row % ODD === 1 && Math.floor(row / ODD) % names.length === index;
    if (column instanceof Float64Array)
      return [name, column.map((value, row) => (missing(row) ? Number.NaN : strange(row) ? 1e6 : value))];
    return [
      name,
      column.map((value, row) => (missing(row) ? null : strange(row) ? '~ never seen ~' : value)),
    ];
  });
  return { rows, columns: Object.fromEntries(odd) };
}
