/** How the values of a batch's unreadable columns are written, where all values of the column agree on it. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { agree } from '../../shared/datasets/values/agree.ts';
import type { Evidence } from '../../shared/datasets/values/form.ts';
import type { Forms } from '../../shared/rows/cleaning/process.ts';
import type { Transaction } from '../../shared/store/database.ts';
import type { StoredBatch } from '../../shared/tracking/ledger.ts';

/** Different texts of a column at most that are asked: some 30 MB. */
const MOST = 500_000;
/** No number and no day is longer. */
const LENGTH = 64;
const CHUNK = 10_000;

/** @param names of columns; those that agree on nothing are left out */
export async function agreedForms(
  sql: Transaction,
  dataset: Dataset,
  batch: StoredBatch,
  names: readonly string[],
): Promise<Forms> {
  const forms: Record<string, Forms[string]> = {};
  for (const name of names) {
    const declaration = dataset.columns[name];
    if (!declaration) continue;
    const texts = await differentTexts(sql, dataset, batch.id, name);
    const form = agree(declaration, texts, evidenceOf(batch));
    if (form) forms[name] = form;
  }
  return forms;
}

const evidenceOf = ({ reading: { format, separator } }: StoredBatch): Evidence =>
  format === 'csv' ? { separator: separator ?? ',' } : {};

async function differentTexts(
  sql: Transaction,
  { name }: Dataset,
  batch: string,
  column: string,
): Promise<string[]> {
  const texts: string[] = [];
  const query = sql<{ text: string }[]>`
    select distinct left(${sql(column)}, ${LENGTH}) as text from ${sql(`${name}.raw_data`)}
    where batch = ${batch} and ${sql(column)} <> '' limit ${MOST}`;
  for await (const rows of query.cursor(CHUNK)) for (const { text } of rows) texts.push(text);
  return texts;
}
