/** Runs as people look at them: with what was logged of each, and the course of a metric. */
import type { Query } from '../store/database.ts';

export interface RunLine {
  readonly id: string;
  readonly name: string;
  readonly experiment: string;
  readonly experimentId: string;
  /** The run that it is nested in. */
  readonly parent: string | null;
  readonly status: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** That has caused it, where it is the pipeline's. */
  readonly batch: string | null;
  /** By MLflow's word. */
  readonly user: string | null;
  /** The last value of each, by name, 200 at most; what is no number is a text. */
  readonly metrics: Readonly<Record<string, number | string>>;
  /** 200 at most. */
  readonly params: Readonly<Record<string, string>>;
  /** Runs nested in it. */
  readonly children: number;
}

const MOST_KEYS = 200;

const line = (sql: Query) => sql`
  r.id, r.name, e.name as experiment, e.id::text as "experimentId", r.parent_id as parent, r.status, r.started_at as "startedAt",
  r.ended_at as "endedAt", r.batch, r.user_id as user,
  (select coalesce(jsonb_object_agg(key, value), '{}') from (
    select key, value from marea.latest_metrics m where m.run_id = r.id order by key limit ${MOST_KEYS}) k) as metrics,
  (select coalesce(jsonb_object_agg(key, value), '{}') from (
    select key, value from marea.params p where p.run_id = r.id order by key limit ${MOST_KEYS}) k) as params,
  (select count(*)::int from marea.runs c where c.parent_id = r.id) as children`;

export interface RunReport extends RunLine {
  readonly tags: Readonly<Record<string, string>>;
  /** Of its data set's model, where it became one. */
  readonly version: number | null;
}

/** In the order in which they are named; those that are there and not of hidden experiments. */
export async function runsNamed(
  sql: Query,
  ids: readonly string[],
  hidden: readonly string[],
): Promise<RunReport[]> {
  return await sql<RunReport[]>`
    select ${line(sql)},
           (select coalesce(jsonb_object_agg(key, value), '{}') from (
             select key, value from marea.tags t where t.run_id = r.id order by key limit ${MOST_KEYS}) k) as tags,
           (select version from marea.model_versions v where v.name = e.name and v.run_id = r.id limit 1) as version
    from unnest(${ids as string[]}::text[]) with ordinality as named (id, position)
    join marea.runs r on r.id = named.id join marea.experiments e on e.id = r.experiment_id
    where r.lifecycle_stage = 'active' and e.name <> all(${hidden as string[]})
    order by named.position`;
}

export interface MetricPoint {
  readonly step: number;
  readonly at: Date;
  /** null where it is no number that JSON has. */
  readonly value: number | null;
}

export interface MetricCourse {
  readonly points: readonly MetricPoint[];
  /** That were logged: of more than can be told every n-th is, and the last. */
  readonly total: number;
}

const MOST_POINTS = 1000;

/** Of a metric of a run, by step. */
export async function courseOfMetric(sql: Query, run: string, key: string): Promise<MetricCourse> {
  const rows = await sql<(MetricPoint & { readonly total: number })[]>`
    with numbered as (
      select step, at, value, row_number() over (order by step, at, value) as n, count(*) over () as total
      from marea.metrics where run_id = ${run} and key = ${key})
    select step::float8, at, case when value in ('NaN', 'Infinity', '-Infinity') then null else value end as value,
           total::int
    from numbered
    where (n - 1) % ceil(total::float8 / ${MOST_POINTS - 1})::int = 0 or n = total order by n`;
  return { points: rows.map(({ total: _, ...point }) => point), total: rows[0]?.total ?? 0 };
}
