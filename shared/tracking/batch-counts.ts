/** What is counted over the ledger of all batches. */
import type { Query } from '../store/database.ts';
import type { BatchOutcome } from './batches.ts';

export interface Taken {
  readonly dataset: string;
  readonly batches: number;
  /** Clean rows of those that are learned from. */
  readonly clean: number;
}

export async function takenBatches(sql: Query): Promise<Taken[]> {
  return await sql<Taken[]>`
    select dataset, count(*)::int as batches,
           coalesce(sum(clean) filter (where held is null and retracted_at is null), 0)::float8 as clean
    from marea.batches group by dataset`;
}

/** Of the clean rows of a data set: how many there are, and a text that is another when they are others. */
export async function cleanRowsNow(
  sql: Query,
  dataset: string,
): Promise<{ readonly rows: number; readonly state: string }> {
  const [found] = await sql<{ rows: number; state: string }[]>`
    select coalesce(sum(clean) filter (where retracted_at is null), 0)::float8 as rows,
           concat_ws(' ', count(*) filter (where clean > 0), sum(clean), count(retracted_at), min(started_at)) as state
    from marea.batches where dataset = ${dataset}`;
  return found ?? { rows: 0, state: '' };
}

export interface OpenBatches {
  readonly dataset: string;
  readonly batches: number;
  /** Seconds since the oldest came. */
  readonly age: number;
}

/** Of data sets that have any: batches whose chain has not come to its end. */
export async function openBatches(sql: Query): Promise<OpenBatches[]> {
  return await sql<OpenBatches[]>`
    select dataset, count(*)::float8 as batches,
           extract(epoch from clock_timestamp() - min(started_at))::float8 as age
    from marea.batches where ended_at is null group by dataset`;
}

/** Batches of one outcome that took about as long. */
export interface EndedBatches {
  readonly dataset: string;
  readonly outcome: BatchOutcome;
  /** How many of the bounds they were within. */
  readonly within: number;
  readonly batches: number;
  /** That all of them took. */
  readonly seconds: number;
}

/**
 * width_bucket has lower bounds inside, a histogram of Prometheus upper ones: so both are turned round.
 * @param bounds seconds, rising
 */
export async function endedBatches(sql: Query, bounds: readonly number[]): Promise<EndedBatches[]> {
  const turned = bounds.map((bound) => -bound).reverse();
  return await sql<EndedBatches[]>`
    select dataset, outcome, width_bucket(-seconds, ${turned}::float8[]) as within, count(*)::float8 as batches,
           sum(seconds) as seconds
    from (
      select dataset, outcome, extract(epoch from ended_at - started_at)::float8 as seconds
      from marea.batches where ended_at is not null) ended
    group by 1, 2, 3`;
}

/** Those of the data sets of which a batch has come to its end. */
export async function datasetsWithEnded(sql: Query, names: readonly string[]): Promise<string[]> {
  const rows = await sql<{ dataset: string }[]>`
    select dataset from unnest(${names}::text[]) as each (dataset)
    where exists (select from marea.batches b where b.dataset = each.dataset and ended_at is not null)`;
  return rows.map(({ dataset }) => dataset);
}

export interface RowSums {
  readonly dataset: string;
  readonly origin: 'source' | 'user';
  readonly received: number;
  readonly clean: number;
  readonly rejected: number;
  readonly duplicate: number;
}

/** What was found of rows when they came. Duplicates that came in later were duplicates then: no sum ever falls. */
export async function rowSums(sql: Query): Promise<RowSums[]> {
  return await sql<RowSums[]>`
    with restored as (
      select t.dataset, each.batch, sum(each.rows::float8) as rows
      from marea.batches t cross join lateral jsonb_each_text(t.retraction->'restored') as each (batch, rows)
      group by 1, 2)
    select b.dataset, origin, sum(received)::float8 as received,
           (sum(clean) - coalesce(sum(r.rows), 0))::float8 as clean,
           sum(rejected)::float8 as rejected, (sum(duplicate) + coalesce(sum(r.rows), 0))::float8 as duplicate
    from marea.batches b left join restored r on r.dataset = b.dataset and r.batch = b.id
    group by b.dataset, origin`;
}

export interface RejectedRows {
  readonly dataset: string;
  /** Name of the rule. */
  readonly reason: string;
  readonly rows: number;
}

export async function rejectedRows(sql: Query): Promise<RejectedRows[]> {
  return await sql<RejectedRows[]>`
    select dataset, each.reason, sum(counted::float8)::float8 as rows
    from marea.batches cross join lateral jsonb_each_text(reasons) as each (reason, counted)
    group by dataset, each.reason`;
}

export interface Ledger {
  readonly batches: number;
  readonly received: number;
  readonly clean: number;
  readonly rejected: number;
  readonly duplicate: number;
}

export interface LedgerWithReasons extends Ledger {
  /** Rejected rows by the name of the rule, the most frequent first. */
  readonly reasons: Readonly<Record<string, number>>;
}

/** Batches that came until then and were cleaned, at least in part, and are neither held nor were taken back by then. */
export const learnedFrom = (sql: Query, until: Date) => sql`
  started_at <= ${until} and stage not in ('received', 'stored') and held is null
  and (retracted_at is null or retracted_at > ${until})`;

/** Summed over the batches that a training at that time could learn from. */
export async function ledgerOfBatches(sql: Query, dataset: string, until: Date): Promise<LedgerWithReasons> {
  const [ledger] = await sql<LedgerWithReasons[]>`
    with told as (
      select received, clean, rejected, duplicate, reasons from marea.batches
      where dataset = ${dataset} and ${learnedFrom(sql, until)}),
    by_reason as (
      select key as reason, sum(value::float8) as rows from told, jsonb_each_text(reasons) group by key)
    select count(*)::int as batches, coalesce(sum(received), 0)::float8 as received,
           coalesce(sum(clean), 0)::float8 as clean, coalesce(sum(rejected), 0)::float8 as rejected,
           coalesce(sum(duplicate), 0)::float8 as duplicate,
           (select coalesce(json_object_agg(reason, rows order by rows desc, reason), '{}') from by_reason) as reasons
    from told`;
  if (!ledger) throw new Error('a count gave no row');
  return ledger;
}
