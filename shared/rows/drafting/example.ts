/** A row as a client would send it: one of the sample that has most of its values. */
import type { Dataset } from '../../datasets/declaration.ts';
import type { ColumnDraft } from './column-draft.ts';

const MOST_LOOKED_AT = 500;
const DAY = 86_400_000;

export function exampleOf(columns: readonly ColumnDraft[]): Dataset['example'] {
  const rows = Math.min(MOST_LOOKED_AT, columns[0]?.values.length ?? 0);
  let [best, most] = [0, -1];
  for (let row = 0; row < rows; row++) {
    const there = columns.filter(({ values }) => isThere(values[row])).length;
    if (there > most) [best, most] = [row, there];
  }
  return Object.fromEntries(
    columns.flatMap((column): [string, string | number][] => {
      const value = column.values[best];
      return isThere(value) ? [[column.name, sent(column, value)]] : [];
    }),
  );
}

const isThere = (value: number | string | null | undefined): value is number | string =>
  value !== null && value !== undefined && !Number.isNaN(value);

const sent = ({ declaration: { type } }: ColumnDraft, value: number | string): number | string =>
  type === 'date' && typeof value === 'number' ? new Date(value * DAY).toISOString().slice(0, 10) : value;
