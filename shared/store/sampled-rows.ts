/** A sample of the clean rows as columns: for looks at data of any size. */
import type { Dataset } from '../datasets/declaration.ts';
import { isNumeric } from '../datasets/normalise.ts';
import type { Column, Table } from '../ml/table.ts';
import { selectedAs } from './clean-rows.ts';
import type { Query } from './database.ts';

/** The same rows are drawn again as long as the table is the same. */
const SEED = 42;
const CHUNK = 2000;

/**
 * Each row is as likely as another to be in it (Bernoulli), so that there are about `limit`; all where there are no more.
 * @param rows how many there are
 */
export async function sampledRows(
  sql: Query,
  dataset: Dataset,
  { rows, limit }: { readonly rows: number; readonly limit: number },
): Promise<Table> {
  const names = Object.keys(dataset.columns);
  const gathered = names.map((): unknown[] => []);
  const selected = sql.unsafe(Object.entries(dataset.columns).map(selectedAs).join(', '));
  const share = (100 * limit) / rows;
  const sample = share < 100 ? sql`tablesample bernoulli (${share}::real) repeatable (${SEED})` : sql``;
  const statement = sql`select ${selected} from ${sql(`${dataset.name}.clean_data`)} ${sample}`;
  for await (const chunk of statement.values().cursor(CHUNK))
    for (const values of chunk as unknown as readonly (readonly unknown[])[])
      for (const [index, value] of values.entries()) gathered[index]?.push(value);
  const columns = names.map((name, index) => [name, columnOf(dataset, name, gathered[index] ?? [])] as const);
  return { rows: gathered[0]?.length ?? 0, columns: Object.fromEntries(columns) };
}

function columnOf(dataset: Dataset, name: string, values: readonly unknown[]): Column {
  const declared = dataset.columns[name];
  return declared && isNumeric(declared)
    ? Float64Array.from(values, (value) => (value === null ? Number.NaN : (value as number)))
    : values.map((value) => value as string | null);
}
