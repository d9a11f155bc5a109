/** What became of the rows of a data set's batches, added up. */
import type { Query } from '../store/database.ts';

export interface Ledger {
  readonly batches: number;
  readonly received: number;
  readonly clean: number;
  readonly rejected: number;
  readonly duplicate: number;
}

export interface LedgerWithReasons {
  readonly ledger: Ledger;
  /** Rejected rows by the name of the rule. */
  readonly rejected: Readonly<Record<string, number>>;
}

/** Of batches that were cleaned, at least in part, at that time. */
export async function ledgerUntil(sql: Query, dataset: string, time: Date): Promise<LedgerWithReasons> {
  const batches = sql`
    select received, clean, rejected, duplicate, reasons from marea.batches
    where dataset = ${dataset} and started_at <= ${time} and stage not in ('received', 'stored')`;
  const [ledger] = await sql<Ledger[]>`
    select count(*)::int as batches, coalesce(sum(received), 0)::float8 as received,
           coalesce(sum(clean), 0)::float8 as clean, coalesce(sum(rejected), 0)::float8 as rejected,
           coalesce(sum(duplicate), 0)::float8 as duplicate
    from (${batches}) as told`;
  const reasons = await sql<{ reason: string; rows: number }[]>`
    select key as reason, sum(value::float8) as rows
    from (${batches}) as told, jsonb_each_text(told.reasons) group by key order by 2 desc, key`;
  if (!ledger) throw new Error('a count gave no row');
  return { ledger, rejected: Object.fromEntries(reasons.map(({ reason, rows }) => [reason, rows])) };
}
