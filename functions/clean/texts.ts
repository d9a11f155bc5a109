/** The different texts of a column, in the raw rows of a batch. */
import { MOST_TEXTS, TEXT_LENGTH } from '../../shared/rows/cleaning/agreement.ts';
import type { Transaction } from '../../shared/store/database.ts';

const CHUNK = 10_000;

/** @param dataset its name */
export async function differentTexts(
  sql: Transaction,
  dataset: string,
  batch: string,
  column: string,
): Promise<string[]> {
  const texts: string[] = [];
  const query = sql<{ text: string }[]>`
    select distinct left(${sql(column)}, ${TEXT_LENGTH}) as text from ${sql(`${dataset}.raw_data`)}
    where batch = ${batch} and ${sql(column)} <> '' limit ${MOST_TEXTS}`;
  for await (const rows of query.cursor(CHUNK)) for (const { text } of rows) texts.push(text);
  return texts;
}
