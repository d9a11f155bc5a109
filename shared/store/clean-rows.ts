/** Clean rows as columns, for profiles and for training. */
import type { ColumnDeclaration, Dataset } from '../datasets/declaration.ts';
import { isNumeric } from '../datasets/normalise.ts';
import type { Column, Table } from '../ml/table.ts';
import type { Query } from './database.ts';
import { quoted } from './tables.ts';

export interface CleanRows {
  readonly table: Table;
  /** 0..99 for each row: which part of the split it belongs to, fixed for ever. */
  readonly bucket: Uint8Array;
}

export interface CleanRowsQuery {
  /** Only this batch; default all. */
  readonly batch?: string;
  /** Every n-th row, so that at most this many are read; default all. */
  readonly limit?: number;
}

/** How many rows are fetched at a time. */
const CHUNK = 10_000;

/** The declared columns of clean rows, in the order of their identity: the same rows give the same table. */
export async function readCleanRows(
  sql: Query,
  dataset: Dataset,
  { batch, limit }: CleanRowsQuery = {},
): Promise<CleanRows> {
  const table = sql(`${dataset.name}.clean_data`);
  const ofBatch = batch === undefined ? sql`` : sql`where batch = ${batch}`;
  const [counted] = await sql<{ rows: number }[]>`select count(*)::int as rows from ${table} ${ofBatch}`;
  const step = Math.max(1, Math.ceil((counted?.rows ?? 0) / (limit ?? Number.POSITIVE_INFINITY)));
  const columns = columnsFor(dataset, Math.ceil((counted?.rows ?? 0) / step));
  const selected = sql.unsafe(['bucket', ...Object.entries(dataset.columns).map(selectedAs)].join(', '));
  const query =
    step === 1
      ? sql`select ${selected} from ${table} ${ofBatch} order by identity`
      : sql`select ${selected} from (
              select *, row_number() over (order by identity) as position from ${table} ${ofBatch}) as numbered
            where (position - 1) % ${step} = 0 order by position`;
  const bucket: number[] = [];
  let row = 0;
  for await (const chunk of query.values().cursor(CHUNK)) {
    for (const values of chunk as unknown[][]) {
      bucket.push(values[0] as number);
      for (const [index, column] of columns.list.entries()) set(column, row, values[index + 1]);
      row += 1;
    }
  }
  return { table: { rows: row, columns: columns.byName }, bucket: Uint8Array.from(bucket) };
}

function selectedAs([name, { type }]: [string, ColumnDeclaration]): string {
  return type === 'date' ? `(${quoted(name)} - date '1970-01-01')::double precision` : quoted(name);
}

function columnsFor(dataset: Dataset, rows: number): { list: Column[]; byName: Record<string, Column> } {
  const byName: Record<string, Column> = {};
  for (const [name, column] of Object.entries(dataset.columns))
    byName[name] = isNumeric(column) ? new Float64Array(rows) : new Array<string | null>(rows).fill(null);
  return { list: Object.values(byName), byName };
}

function set(column: Column, row: number, value: unknown): void {
  if (column instanceof Float64Array) column[row] = value === null ? Number.NaN : (value as number);
  else column[row] = value as string | null;
}
