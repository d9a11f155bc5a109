/**
 * What earlier rows of a group tell of a row (a patient's earlier encounters), for data sets that declare it.
 * A row is told of rows before it alone, never of its own target or of what came later.
 */
import { bucketOf, partOf } from '../ml/split.ts';
import type { Column, Table } from '../ml/table.ts';
import type { Dataset } from './declaration.ts';

/**
 * Percent of the rows of the training part that keep no history: so the model has learned what to answer where a caller knows
 * of none, which is not the same as "the first of its group".
 */
const HIDDEN = 25;

/**
 * The rows with their history filled in where it is missing. Rows without a group, or with an order that is no number,
 * have none.
 *
 * @param bucket of each row: those outside the training part always get theirs
 */
export function withHistory(dataset: Dataset, table: Table, bucket: Uint8Array): Table {
  if (!dataset.history) return table;
  const { order, count, last } = dataset.history;
  const places = ordersOf(table.columns[order] ?? [], table.rows);
  const target = table.columns[dataset.target.column] ?? [];
  const counts = Float64Array.from((table.columns[count] as Float64Array | undefined) ?? []);
  const lasts = Array.from({ length: table.rows }, (_, row) => textAt(table.columns[last], row));
  for (const rows of groupsOf(dataset, table).values()) {
    const sorted = rows
      .filter((row) => Number.isFinite(places[row]))
      .sort((a, b) => at(places, a) - at(places, b));
    for (const [before, row] of sorted.entries()) {
      const isGiven = !Number.isNaN(at(counts, row));
      const isTrained = partOf(at(bucket, row)) === 'train';
      if (isGiven || (isTrained && bucketOf(`history ${at(places, row)}`) < HIDDEN)) continue;
      counts[row] = before;
      lasts[row] = before === 0 ? null : textAt(target, sorted[before - 1] as number);
    }
  }
  return { rows: table.rows, columns: { ...table.columns, [count]: counts, [last]: lasts } };
}

/** The rows of each group, in the order of the table. */
function groupsOf({ group }: Dataset, { rows, columns }: Table): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (let row = 0; row < rows; row++) {
    const parts = group.map((name) => textAt(columns[name], row));
    if (parts.includes(null)) continue;
    const key = parts.join('\t');
    const members = groups.get(key);
    if (members) members.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

function ordersOf(column: Column, rows: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    const value = column[row];
    return value === null || value === undefined || value === '' ? Number.NaN : Number(value);
  });
}

function textAt(column: Column | undefined, row: number): string | null {
  const value = column?.[row];
  return value === null || value === undefined || Number.isNaN(value) ? null : String(value);
}

const at = (values: Float64Array | Uint8Array, row: number): number => values[row] as number;
