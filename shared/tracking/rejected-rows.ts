/** Rows that were rejected, as they came, with the rule that they broke. */
import type { Query } from '../store/database.ts';

export interface RejectedRow {
  /** In its batch, from 1 on. */
  readonly row: number;
  /** Name of the rule. */
  readonly reason: string;
  /** The texts as they came, by column. */
  readonly raw: Readonly<Record<string, unknown>>;
}

export interface RejectedPage {
  readonly reason?: string | undefined;
  /** The last row of the page before. */
  readonly after: number;
  readonly limit: number;
}

/** In the order in which they came. @param dataset that is declared: its name is that of a schema */
export async function rejectedRows(
  sql: Query,
  dataset: string,
  batch: string,
  { reason, after, limit }: RejectedPage,
): Promise<RejectedRow[]> {
  return await sql<RejectedRow[]>`
    select row_number as row, reason, raw from ${sql(`${dataset}.rejected`)}
    where batch = ${batch} and row_number > ${after} and (${reason ?? null}::text is null or reason = ${reason ?? null})
    order by row_number limit ${limit}`;
}
