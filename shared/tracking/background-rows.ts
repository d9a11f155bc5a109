/** The file of training rows that explanations of a model that was brought are against: columns, as a graph takes them. */
import type { Column, Table } from '../ml/table.ts';

interface Written {
  readonly rows: number;
  readonly columns: Readonly<
    Record<string, { readonly number: (number | null)[] } | { readonly text: (string | null)[] }>
  >;
}

export function writeBackgroundRows({ rows, columns }: Table): string {
  const written = Object.entries(columns).map(([name, column]): [string, Written['columns'][string]] => [
    name,
    column instanceof Float64Array
      ? { number: Array.from(column, (value) => (Number.isNaN(value) ? null : value)) }
      : { text: column },
  ]);
  return JSON.stringify({ rows, columns: Object.fromEntries(written) } satisfies Written);
}

/** @throws when the text is no such file */
export function readBackgroundRows(text: string): Table {
  const { rows, columns } = JSON.parse(text) as Written;
  const read = Object.entries(columns).map(([name, column]): [string, Column] => [
    name,
    'text' in column ? column.text : Float64Array.from(column.number, (value) => value ?? Number.NaN),
  ]);
  return { rows, columns: Object.fromEntries(read) };
}
