/** The history of a metric. */
import type { Query } from '../../store/database.ts';

export interface Logged {
  readonly value: number;
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The same in microseconds, by which pages are told apart. */
  readonly micros: string;
}

/** The place behind a point. */
export type After = Pick<Logged, 'step' | 'value' | 'micros'>;

/** Points of one metric of a run by time, then by step, then by value: so many, behind that place. */
export async function history(
  sql: Query,
  { run, key }: { readonly run: string; readonly key: string },
  limit: number,
  after?: After,
): Promise<Logged[]> {
  const behind = after
    ? sql`and (at, step, value) > (timestamptz 'epoch' + ${after.micros}::bigint * interval '1 microsecond',
                                   ${after.step}::bigint, ${after.value}::float8)`
    : sql``;
  return await sql<Logged[]>`
    select value, step::float8, round(extract(epoch from at) * 1000)::float8 as at,
           (extract(epoch from at) * 1000000)::bigint::text as micros
    from marea.metrics where run_id = ${run} and key = ${key} ${behind}
    order by at, step, value limit ${limit}`;
}
