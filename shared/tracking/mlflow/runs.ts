/** Runs as MLflow's clients see them: made, read, changed, deleted and restored. */
import type { Query } from '../../store/database.ts';
import { type Entry, RUN_NAME } from './batch.ts';
import type { Lifecycle } from './experiments.ts';
import type { Run, RunHead, RunStatus } from './run.ts';
import { type Target, targetOf } from './target.ts';

export interface NewRun {
  readonly id: string;
  readonly experiment: string;
  readonly name: string;
  readonly user: string;
  /** By the platform's word. */
  readonly principal: string;
  /** Milliseconds since 1970. */
  readonly started: number;
  /** One of each key, its name among them. */
  readonly tags: readonly Entry[];
}

/** The experiment of a run that was asked for. */
export type Home = Pick<Target, 'name' | 'lifecycle'>;

/**
 * Makes a run in an experiment that is active, and none of these.
 * @returns what the experiment is, from which follows whether it was made; undefined when there is none
 */
export async function createRun(
  sql: Query,
  run: NewRun,
  hidden: readonly string[],
): Promise<Home | undefined> {
  const [home] = await sql<Home[]>`
    with home as (
      select id, name, lifecycle_stage as lifecycle from marea.experiments where id = ${run.experiment}),
    made as (
      insert into marea.runs (id, experiment_id, name, status, user_id, principal, started_at)
      select ${run.id}, id, ${run.name}, 'RUNNING', ${run.user}, ${run.principal},
             timestamptz 'epoch' + ${run.started}::bigint * interval '1 millisecond'
      from home where lifecycle = 'active' and name <> all(${hidden as string[]}::text[]) returning id),
    tagged as (
      insert into marea.tags (run_id, key, value)
      select made.id, key, value
      from made, unnest(${run.tags.map(({ key }) => key)}::text[], ${run.tags.map(({ value }) => value)}::text[])
        as t (key, value))
    select name, lifecycle from home`;
  return home;
}

/** The columns of a RunHead, of the alias r. */
const head = (sql: Query) => sql`
  r.id, r.experiment_id::text as experiment, r.name, r.user_id as "user", r.status,
  round(extract(epoch from r.started_at) * 1000)::float8 as started,
  round(extract(epoch from r.ended_at) * 1000)::float8 as ended, r.lifecycle_stage as lifecycle`;

/** With all that lists and pages show of them, in one statement; in no order. */
export async function readRuns(sql: Query, ids: readonly string[]): Promise<Run[]> {
  const runs = await sql<(Omit<Run, 'metrics'> & { readonly metrics: Lists })[]>`
    select ${head(sql)}, e.name as owner,
      (select json_build_array(array_agg(key order by key), array_agg(value order by key), array_agg(step order by key),
         array_agg(round(date_part('epoch', at) * 1000)::bigint order by key))
       from marea.latest_metrics m where m.run_id = r.id) as metrics,
      (select json_agg(json_build_object('key', key, 'value', value) order by key)
       from marea.params p where p.run_id = r.id) as params,
      (select json_agg(json_build_object('key', key, 'value', value) order by key)
       from marea.tags t where t.run_id = r.id) as tags,
      (select json_agg(json_build_object('name', d.name, 'digest', d.digest, 'source_type', d.source_type,
         'source', d.source, 'schema', d.schema, 'profile', d.profile, 'tags', i.tags) order by d.id)
       from marea.run_inputs i join marea.input_datasets d on d.id = i.dataset_id where i.run_id = r.id) as inputs,
      (select json_agg(json_build_object('model_id', i.model_id) order by i.model_id)
       from marea.run_model_inputs i where i.run_id = r.id) as "modelInputs",
      (select json_agg(json_build_object('model_id', o.model_id, 'step', o.step) order by o.step, o.model_id)
       from marea.run_outputs o where o.run_id = r.id) as outputs
    from marea.runs r join marea.experiments e on e.id = r.experiment_id
    where r.id = any(${ids as string[]})`;
  return runs.map((run) => ({ ...run, metrics: pointsOf(run.metrics) }));
}

/** Keys, values, steps and times of points, in one order: as objects they cost Postgres more than twice the time. */
type Lists = readonly [
  keys: readonly string[] | null,
  values: readonly (number | string)[],
  steps: readonly number[],
  times: readonly number[],
];

const pointsOf = ([keys, values, steps, times]: Lists): Run['metrics'] =>
  keys?.map((key, at) => ({
    key,
    value: values[at] ?? 0,
    timestamp: times[at] ?? 0,
    step: steps[at] ?? 0,
  })) ?? null;

export interface RunChange {
  readonly status?: RunStatus | undefined;
  /** Milliseconds since 1970. */
  readonly ended?: number | undefined;
  readonly name?: string | undefined;
}

/** A run that was to be changed, as it is now. */
export type Changed = Omit<Target, 'experiment'> & { readonly run: RunHead | null };

/**
 * Changes a run that is active, and of none of these experiments; of one of the pipeline the name alone. What is not given
 * stays.
 * @returns with its run when it was changed; undefined when there is none
 */
export async function updateRun(
  sql: Query,
  id: string,
  { status, ended, name }: RunChange,
  hidden: readonly string[],
): Promise<Changed | undefined> {
  const [changed] = await sql<Changed[]>`
    with target as (${targetOf(sql, id)}),
    open as (
      select id from target
      where lifecycle = 'active' and name <> all(${hidden as string[]}::text[])
        and (not pipeline or ${status === undefined && ended === undefined})),
    changed as (
      update marea.runs r set status = coalesce(${status ?? null}::text, r.status), name = coalesce(${name ?? null}::text, r.name),
        ended_at = coalesce(timestamptz 'epoch' + ${ended ?? null}::bigint * interval '1 millisecond', r.ended_at)
      from open where r.id = open.id returning ${head(sql)}),
    tagged as (
      insert into marea.tags (run_id, key, value)
      select id, ${RUN_NAME}, ${name ?? null}::text from open where ${name ?? null}::text is not null
      on conflict (run_id, key) do update set value = excluded.value)
    select target.*, (select to_json(changed) from changed) as run from target`;
  return changed;
}

/** One that is so already stays as it is. */
export async function moveRun(sql: Query, id: string, to: Lifecycle): Promise<void> {
  await sql`
    update marea.runs set lifecycle_stage = ${to}, deleted_at = case when ${to} = 'deleted' then now() end
    where id = ${id} and lifecycle_stage <> ${to}`;
}
