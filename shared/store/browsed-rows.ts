/** Clean rows to be read by people, page by page: those that fit what is asked for. */
import type { ColumnDeclaration, Dataset } from '../datasets/declaration.ts';
import type { Query } from './database.ts';
import { quoted } from './tables.ts';

/** Of one column. Texts as the column has them; letters' case does not matter. */
export type RowFilter = { readonly column: string } & (
  | { readonly is: string | number }
  | { readonly from: string | number }
  | { readonly to: string | number }
);

export interface BrowsedRow {
  /** Fixed for ever. */
  readonly identity: string;
  readonly batch: string;
  /** In its batch, from 1 on. */
  readonly row: number;
  readonly values: Readonly<Record<string, string | number | null>>;
}

export interface Browsing {
  readonly filters: readonly RowFilter[];
  /** Identity of the last row of the page before. */
  readonly after: string | undefined;
  readonly limit: number;
}

/** In the order of their identities, which is that of no column. @param dataset of whose columns all filters are */
export async function browsedRows(
  sql: Query,
  dataset: Dataset,
  { filters, after, limit }: Browsing,
): Promise<BrowsedRow[]> {
  const pairs = Object.entries(dataset.columns).flatMap(([name, { type }]) => [
    `'${name.replaceAll("'", "''")}'`,
    type === 'date' ? `${quoted(name)}::text` : quoted(name),
  ]);
  const conditions = filters.map((filter) => conditionOf(sql, dataset.columns[filter.column], filter));
  const where = conditions.reduce((all, one) => sql`${all} and ${one}`, sql`true`);
  return await sql<BrowsedRow[]>`
    select identity, batch, row_number as row, ${sql.unsafe(objectOf(pairs))} as values
    from ${sql(`${dataset.name}.clean_data`)}
    where ${where} and (${after ?? null}::uuid is null or identity > ${after ?? null}::uuid)
    order by identity limit ${limit}`;
}

/** A function of Postgres takes 100 arguments at most. */
const MOST_ARGUMENTS = 100;

function objectOf(pairs: readonly string[]): string {
  const parts: string[] = [];
  for (let at = 0; at < pairs.length; at += MOST_ARGUMENTS)
    parts.push(`jsonb_build_object(${pairs.slice(at, at + MOST_ARGUMENTS).join(', ')})`);
  return parts.join(' || ');
}

function conditionOf(sql: Query, declared: ColumnDeclaration | undefined, filter: RowFilter) {
  const column = sql(filter.column);
  const cast = (value: string | number) =>
    declared?.type === 'date' ? sql`${value}::text::date` : sql`${value}`;
  if ('from' in filter) return sql`${column} >= ${cast(filter.from)}`;
  if ('to' in filter) return sql`${column} <= ${cast(filter.to)}`;
  return typeof filter.is === 'number' || declared?.type === 'date'
    ? sql`${column} = ${cast(filter.is)}`
    : sql`lower(${column}) = lower(${filter.is})`;
}
