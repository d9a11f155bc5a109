/** The three tables of a data set, made from its declaration: raw_data (text, as it came), clean_data, rejected. */
import type { ColumnDeclaration, Dataset } from '../datasets/declaration.ts';
import type { Query } from './database.ts';

const SQL_TYPES: Record<ColumnDeclaration['type'], string> = {
  number: 'double precision',
  integer: 'double precision',
  date: 'date',
  code: 'text',
  text: 'text',
};

/**
 * Creates what is absent and adds columns that the declaration has gained; how is kept, for a reset to make them anew.
 * @param grants statements that say who may do what with them
 */
export async function createTables(sql: Query, dataset: Dataset, grants = ''): Promise<void> {
  const script = `${tablesOf(dataset)}\n${grants}`;
  await sql.unsafe(script);
  await sql`
    insert into marea.dataset_tables (dataset, script) values (${dataset.name}, ${script})
    on conflict (dataset) do update set script = excluded.script`;
}

/** Statements that make its schema, and change nothing where it is made. */
export function tablesOf(dataset: Dataset): string {
  const schema = quoted(dataset.name);
  const raw = Object.keys(dataset.columns).map((name) => `${quoted(name)} text`);
  const clean = [
    ...Object.entries(dataset.columns).map(([name, column]) => `${quoted(name)} ${SQL_TYPES[column.type]}`),
    ...Object.keys(dataset.derived).map((name) => `${quoted(name)} double precision`),
  ];
  return `
    create schema if not exists ${schema};
    create table if not exists ${schema}.raw_data (
      batch text not null, row_number integer not null,
      origin text not null default 'source', load_date timestamptz not null default now(),
      -- a record that does not fit the columns, as it came; then the columns are null
      raw_text text,
      -- why, where it is not for its fields: "encoding", "length"
      raw_problem text);
    alter table ${schema}.raw_data add column if not exists raw_problem text;
    -- A batch is loaded in one go and lies together, so block ranges find it: a B-tree costs the load up to its half.
    create index if not exists raw_data_batch on ${schema}.raw_data using brin (batch) with (pages_per_range = 32);
    create table if not exists ${schema}.clean_data (
      batch text not null, row_number integer not null,
      origin text not null default 'source', processed_date timestamptz not null default now(),
      identity uuid not null, bucket smallint not null);
    create unique index if not exists clean_data_identity on ${schema}.clean_data (identity);
    create index if not exists clean_data_batch on ${schema}.clean_data using brin (batch) with (pages_per_range = 32);
    create table if not exists ${schema}.rejected (
      batch text not null, row_number integer not null, reason text not null,
      raw jsonb not null, rejected_at timestamptz not null default now());
    create index if not exists rejected_batch on ${schema}.rejected (batch);
    ${raw.map((column) => `alter table ${schema}.raw_data add column if not exists ${column};`).join('\n')}
    ${clean.map((column) => `alter table ${schema}.clean_data add column if not exists ${column};`).join('\n')}
  `;
}

/** Drops all rows of a data set; the tables are made again. @throws when they were never made */
export async function remakeTables(sql: Query, dataset: Dataset): Promise<void> {
  await sql`select marea.remake_tables(${dataset.name})`;
}

/** An SQL identifier. Names come from declarations, never from requests; quoted all the same. */
export function quoted(name: string): string {
  if (name.includes('\0')) throw new Error('an identifier holds a zero byte');
  return `"${name.replaceAll('"', '""')}"`;
}
