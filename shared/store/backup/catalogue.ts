/** Which tables there are, as Postgres tells them: a new one is in the next backup without a word. */
import { literal } from '../copy.ts';
import type { Query } from '../database.ts';
import { quoted } from '../tables.ts';
import type { SequenceEntry } from './manifest.ts';

export interface Table {
  readonly schema: string;
  readonly name: string;
  /** Those that are stored: what is generated of others is made again. */
  readonly columns: readonly string[];
}

/** The schema of the platform, and one for each data set. */
export async function schemasOf(sql: Query): Promise<string[]> {
  const datasets = await sql<
    { dataset: string }[]
  >`select dataset from marea.dataset_tables order by dataset`;
  return ['marea', ...datasets.map(({ dataset }) => dataset)];
}

/** Those that others refer to come before these. Which migrations there are is told apart. */
export async function tablesIn(sql: Query, schemas: readonly string[]): Promise<Table[]> {
  const tables = await sql<Table[]>`
    select n.nspname as schema, c.relname as name,
      array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and n.nspname in ${sql(schemas)} and not (n.nspname = 'marea' and c.relname = 'migrations')
    group by 1, 2 order by 1, 2`;
  const refers = await sql<{ from: string; to: string }[]>`
    select distinct n.nspname || '.' || c.relname as from, m.nspname || '.' || d.relname as to
    from pg_constraint join pg_class c on c.oid = conrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_class d on d.oid = confrelid join pg_namespace m on m.oid = d.relnamespace
    where contype = 'f' and conrelid <> confrelid`;
  const targets = new Map<string, string[]>();
  for (const { from, to } of refers) targets.set(from, [...(targets.get(from) ?? []), to]);
  return inOrder(tables, (table) => targets.get(`${table.schema}.${table.name}`) ?? []);
}

/** @param before the names of those that have to come first */
function inOrder(tables: readonly Table[], before: (table: Table) => readonly string[]): Table[] {
  const ordered = new Set<Table>();
  const byName = new Map(tables.map((table) => [`${table.schema}.${table.name}`, table]));
  const add = (table: Table, way: readonly Table[]): void => {
    if (ordered.has(table) || way.includes(table)) return;
    for (const name of before(table)) {
      const target = byName.get(name);
      if (target) add(target, [...way, table]);
    }
    ordered.add(table);
  };
  for (const table of tables) add(table, []);
  return [...ordered];
}

export async function sequencesIn(sql: Query, schemas: readonly string[]): Promise<SequenceEntry[]> {
  return await sql<SequenceEntry[]>`
    select schemaname as schema, sequencename as name, last_value::text as last from pg_sequences
    where schemaname in ${sql(schemas)} order by 1, 2`;
}

export const fullName = ({ schema, name }: Pick<Table, 'schema' | 'name'>): string =>
  `${quoted(schema)}.${quoted(name)}`;

/** The columns as COPY takes them. */
export const columnList = ({ columns }: Pick<Table, 'columns'>): string => columns.map(quoted).join(', ');

/** A sequence, as setval() takes it. */
export const sequenceLiteral = (sequence: Pick<SequenceEntry, 'schema' | 'name'>): string =>
  literal(fullName(sequence));
