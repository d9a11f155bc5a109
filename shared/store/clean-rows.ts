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

/** Rows that were read from the table, and where they came from. */
export interface ReadRows extends CleanRows {
  /** How many of them each batch has brought. */
  readonly batches: Readonly<Record<string, number>>;
}

export interface CleanRowsQuery {
  /** Only this batch; default all. */
  readonly batch?: string;
  /** Every n-th row, so that at most this many are read; default all. */
  readonly limit?: number;
}

/** How many rows are fetched at a time. */
const CHUNK = 10_000;
/** More than there can be. */
const NO_LIMIT = 2 ** 31 - 1;

/** A row as the statement gives it: how many are given in all, its bucket, its batch, its values. */
type Given = readonly [rows: number, bucket: number, batch: string, ...values: readonly unknown[]];

/**
 * The declared columns of clean rows, in the order of their identity: the same rows give the same table. Their number
 * and the rows come from one statement, so from one snapshot: others may add rows meanwhile.
 */
export async function readCleanRows(
  sql: Query,
  dataset: Dataset,
  { batch, limit = NO_LIMIT }: CleanRowsQuery = {},
): Promise<ReadRows> {
  const batches = new Map<string, number>();
  let columns = columnsFor(dataset, 0);
  let bucket = new Uint8Array();
  let row = 0;
  for await (const chunk of statement(sql, dataset, batch, limit).values().cursor(CHUNK)) {
    for (const [rows, part, from, ...values] of chunk as unknown as readonly Given[]) {
      if (row === 0) {
        columns = columnsFor(dataset, rows);
        bucket = new Uint8Array(rows);
      }
      bucket[row] = part;
      batches.set(from, (batches.get(from) ?? 0) + 1);
      for (const [index, column] of columns.list.entries()) set(column, row, values[index]);
      row += 1;
    }
  }
  return { table: { rows: row, columns: columns.byName }, bucket, batches: Object.fromEntries(batches) };
}

/** Every n-th row by identity, n such that at most `limit` are given; all in order when that is every one. */
function statement(sql: Query, dataset: Dataset, batch: string | undefined, limit: number) {
  const table = sql(`${dataset.name}.clean_data`);
  const ofBatch = batch === undefined ? sql`` : sql`where batch = ${batch}`;
  const selected = sql.unsafe(
    ['bucket', 'batch', ...Object.entries(dataset.columns).map(selectedAs)].join(', '),
  );
  if (limit >= NO_LIMIT)
    return sql`
      select (select count(*)::int from ${table} ${ofBatch}), ${selected}
      from ${table} ${ofBatch} order by identity`;
  return sql`
    with counted as (
      select rows, greatest(1, ceil(rows::float8 / ${limit}))::int as step
      from (select count(*)::int as rows from ${table} ${ofBatch}) as all_rows),
    numbered as (select *, row_number() over (order by identity) as position from ${table} ${ofBatch})
    select (select ceil(rows::float8 / step)::int from counted), ${selected} from numbered
    where (position - 1) % (select step from counted) = 0 order by position`;
}

/** A column as rows have it: days since 1970-01-01 for dates. */
export function selectedAs([name, { type }]: [string, ColumnDeclaration]): string {
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
