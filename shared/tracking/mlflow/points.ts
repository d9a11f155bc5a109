/** Points of metrics: all of them, and the last of each key, by step, then by time, then by value. */
import type { Query } from '../../store/database.ts';
import type { Point } from './logging.ts';

/** Parts of the statement of logBatch: the points that are given. */
export const points = (sql: Query, all: readonly Point[]) => sql`,
  given as (
    select key, value, step, timestamptz 'epoch' + at * interval '1 millisecond' as at, model, dataset, digest
    from unnest(
      ${all.map(({ key }) => key)}::text[], ${all.map(({ value }) => value)}::float8[],
      ${all.map(({ step }) => step)}::bigint[], ${all.map(({ at }) => at)}::bigint[],
      ${all.map(({ model }) => model)}::text[], ${all.map(({ dataset }) => dataset)}::text[],
      ${all.map(({ digest }) => digest)}::text[]) as p (key, value, step, at, model, dataset, digest))`;

/** Kept, and those that are the last ones now. In one order, so that no two statements wait for each other. */
export const latest = (sql: Query) => sql`,
  kept as (
    insert into marea.metrics (run_id, key, value, step, at, model_id, dataset_name, dataset_digest)
    select open.id, key, value, step, at, nullif(model, ''), nullif(dataset, ''), nullif(digest, '')
    from open, given order by key, at, step, value
    on conflict do nothing),
  latest as (
    insert into marea.latest_metrics as held (run_id, key, value, step, at)
    select distinct on (key) open.id, key, value, step, at
    from open, given order by key, step desc, at desc, value desc
    on conflict (run_id, key) do update set value = excluded.value, step = excluded.step, at = excluded.at
    where (excluded.step, excluded.at, excluded.value) > (held.step, held.at, held.value))`;

/** What was measured of a logged model is kept with the model, too. */
export const measured = (sql: Query) => sql`,
  measured as (
    insert into marea.logged_model_metrics (model_id, run_id, key, value, step, at, dataset_name, dataset_digest)
    select model, open.id, key, value, step, at, dataset, digest
    from open, given where model <> '' order by model, key, step, at, value
    on conflict do nothing)`;

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
