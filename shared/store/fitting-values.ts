/** Which values of a column the clean rows have, where other columns have given ones. */
import type { Query } from './database.ts';

export interface Fitting {
  readonly column: string;
  /** What other columns are; letters' case does not matter. */
  readonly given: readonly (readonly [column: string, value: string])[];
  /** With which letters it begins, of any case. */
  readonly beginning: string | undefined;
  readonly limit: number;
}

export interface FittingValue {
  readonly value: string;
  readonly rows: number;
}

/** The most frequent first. @param dataset declared, and so are the columns: texts and codes */
export async function fittingValues(
  sql: Query,
  dataset: string,
  { column, given, beginning, limit }: Fitting,
): Promise<FittingValue[]> {
  const conditions = given.map(([name, value]) => sql`lower(${sql(name)}) = lower(${value})`);
  const where = conditions.reduce((all, one) => sql`${all} and ${one}`, sql`${sql(column)} is not null`);
  const begins =
    beginning === undefined ? sql`` : sql`and starts_with(lower(${sql(column)}), lower(${beginning}))`;
  return await sql<FittingValue[]>`
    select ${sql(column)} as value, count(*)::int as rows from ${sql(`${dataset}.clean_data`)}
    where ${where} ${begins} group by 1 order by 2 desc, 1 limit ${limit}`;
}
