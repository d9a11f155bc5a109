/**
 * Points of metrics: all of them, and the last of each key, by step, then by time, then by value. Parts of the statement of
 * logging, whose rows come in one order, so that no two statements wait for each other.
 */
import type { Query } from '../../store/database.ts';
import type { Numbered, Point } from './batch.ts';

/** Those that are given. */
export const points = (sql: Query, all: readonly Numbered<Point>[]) => sql`,
  given as (
    select n, key, value, step, timestamptz 'epoch' + at * interval '1 millisecond' as at, model, dataset, digest
    from unnest(
      ${all.map(({ n }) => n)}::int[], ${all.map(({ key }) => key)}::text[],
      ${all.map(({ value }) => value)}::float8[], ${all.map(({ step }) => step)}::bigint[],
      ${all.map(({ at }) => at)}::bigint[], ${all.map(({ model }) => model)}::text[],
      ${all.map(({ dataset }) => dataset)}::text[], ${all.map(({ digest }) => digest)}::text[])
      as p (n, key, value, step, at, model, dataset, digest))`;

/** Models that they are about, and that are not there. */
export const unknownModels = (sql: Query) => sql`,
  unknown as (
    select distinct n, model from given
    where model <> '' and not exists (select from marea.logged_models m where m.id = model))`;

export const kept = (sql: Query) => sql`,
  kept as (
    insert into marea.metrics (run_id, key, value, step, at, model_id, dataset_name, dataset_digest)
    select open.id, key, value, step, at, nullif(model, ''), nullif(dataset, ''), nullif(digest, '')
    from open join given using (n) order by open.id, key, at, step, value
    on conflict do nothing),
  latest as (
    insert into marea.latest_metrics as held (run_id, key, value, step, at)
    select distinct on (open.id, key) open.id, key, value, step, at
    from open join given using (n) order by open.id, key, step desc, at desc, value desc
    on conflict (run_id, key) do update set value = excluded.value, step = excluded.step, at = excluded.at
    where (excluded.step, excluded.at, excluded.value) > (held.step, held.at, held.value))`;

/** What was measured of a logged model is kept with the model, too. */
export const measured = (sql: Query) => sql`,
  measured as (
    insert into marea.logged_model_metrics (model_id, run_id, key, value, step, at, dataset_name, dataset_digest)
    select model, open.id, key, value, step, at, dataset, digest
    from open join given using (n) where model <> '' order by model, open.id, key, step, at, value
    on conflict do nothing)`;
