/** Runs as people look at them: lists by page, one with all that was logged, the course of a metric. */
import type { Query } from '../store/database.ts';

export interface RunLine {
  readonly id: string;
  readonly name: string;
  readonly experiment: string;
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

export interface RunSorting {
  readonly by: 'started' | 'name' | 'status' | 'seconds' | 'metric' | 'param';
  /** Of a metric or a param. */
  readonly key: string;
  readonly order: 'asc' | 'desc';
}

export interface RunFilter {
  /** Names of experiments that are left out. */
  readonly hidden: readonly string[];
  readonly experiment?: string | undefined;
  readonly status?: string | undefined;
  /** Part of a name; letters' case does not matter. */
  readonly name?: string | undefined;
  /** Runs nested in this one; without it those that are nested in none. */
  readonly parent?: string | undefined;
  readonly sorting: RunSorting;
  /** Id of the last one of the page before. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** A page of ids, and then what is told of them: a run has hundreds of metrics, and a list few runs. */
export async function pageOfRuns(sql: Query, filter: RunFilter): Promise<RunLine[]> {
  const { experiment = null, status = null, name = null, parent, before, sorting, limit } = filter;
  const descends = sorting.order === 'desc';
  const page = sql`
    with listed as (
      select r.id, ${sortedBy(sql, sorting)} as key
      from marea.runs r join marea.experiments e on e.id = r.experiment_id
      where r.lifecycle_stage = 'active' and e.lifecycle_stage = 'active' and e.name <> all(${filter.hidden as string[]})
        and (${experiment}::text is null or e.name = ${experiment})
        and (${status}::text is null or r.status = ${status})
        and (${name}::text is null or position(lower(${name}) in lower(r.name)) > 0)
        and ${parent === undefined ? sql`r.parent_id is null` : sql`r.parent_id = ${parent}`})
    select l.id, l.key from listed l
    where ${before === undefined ? sql`true` : sql`${beyond(sql, descends)} (select b.key, b.id from listed b where b.id = ${before})`}
    order by ${descends ? sql`l.key desc, l.id desc` : sql`l.key, l.id`} limit ${limit}`;
  return await sql<RunLine[]>`
    select ${line(sql)} from (${page}) p join marea.runs r on r.id = p.id
    join marea.experiments e on e.id = r.experiment_id
    order by ${descends ? sql`p.key desc, p.id desc` : sql`p.key, p.id`}`;
}

const beyond = (sql: Query, descends: boolean) => (descends ? sql`(l.key, l.id) <` : sql`(l.key, l.id) >`);

/** Never null: what has no value, or NaN, comes last either way. */
function sortedBy(sql: Query, { by, key, order }: RunSorting) {
  const last = order === 'desc' ? '-Infinity' : 'Infinity';
  switch (by) {
    case 'started':
      return sql`r.started_at`;
    case 'name':
      return sql`r.name`;
    case 'status':
      return sql`r.status`;
    case 'seconds':
      return sql`coalesce(extract(epoch from r.ended_at - r.started_at)::float8, ${last}::float8)`;
    case 'metric':
      return sql`coalesce((
        select nullif(m.value, 'NaN') from marea.latest_metrics m where m.run_id = r.id and m.key = ${key}), ${last}::float8)`;
    case 'param':
      return sql`coalesce((select p.value from marea.params p where p.run_id = r.id and p.key = ${key}),
        ${order === 'desc' ? '' : LAST_CHARACTER}) collate "C"`;
  }
}

/** By code points no text comes after it. */
const LAST_CHARACTER = '\u{10FFFF}';

const MOST_KEYS = 200;

const line = (sql: Query) => sql`
  r.id, r.name, e.name as experiment, r.parent_id as parent, r.status, r.started_at as "startedAt",
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
