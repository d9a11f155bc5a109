/** Models that were logged (MLflow 3), registered or not: each of an experiment, mostly made by a run of it. */
import type { Query } from '../../store/database.ts';
import type { Entry } from './batch.ts';
import type { Lifecycle } from './experiments.ts';

export type ModelStatus = 'PENDING' | 'READY' | 'UPLOAD_FAILED';

export interface LoggedModel {
  readonly id: string;
  /** Id of its experiment. */
  readonly experiment: string;
  /** Name of its experiment, which says whose it is. */
  readonly owner: string;
  readonly name: string;
  readonly type: string | null;
  /** Id of the run that made it. */
  readonly run: string | null;
  readonly status: ModelStatus;
  readonly lifecycle: Lifecycle;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly updated: number;
  readonly params: readonly Entry[] | null;
  readonly tags: readonly Entry[] | null;
  readonly metrics: readonly Readonly<Record<string, string | number | null>>[] | null;
}

export interface NewModel {
  readonly id: string;
  readonly experiment: string;
  readonly name: string;
  readonly type: string | null;
  readonly run: string | null;
  /** Where its files are. */
  readonly location: string;
  /** One of each key. */
  readonly params: readonly Entry[];
  readonly tags: readonly Entry[];
}

export async function createModel(sql: Query, model: NewModel): Promise<void> {
  await sql`
    with made as (
      insert into marea.logged_models (id, experiment_id, name, model_type, source_run_id, artifact_uri)
      values (${model.id}, ${model.experiment}, ${model.name}, ${model.type}, ${model.run}, ${model.location})
      returning id),
    tagged as (
      insert into marea.logged_model_tags (model_id, key, value)
      select made.id, key, value from made, ${entries(sql, model.tags)} as t (key, value))
    insert into marea.logged_model_params (model_id, key, value)
    select made.id, key, value from made, ${entries(sql, model.params)} as p (key, value)`;
}

const entries = (sql: Query, all: readonly Entry[]) =>
  sql`unnest(${all.map(({ key }) => key)}::text[], ${all.map(({ value }) => value)}::text[])`;

/** With all that is known of them, in one statement; deleted ones too, in no order. */
export async function readModels(sql: Query, ids: readonly string[]): Promise<LoggedModel[]> {
  return await sql<LoggedModel[]>`
    select m.id, m.experiment_id::text as experiment, e.name as owner, m.name, m.model_type as type,
      m.source_run_id as run, m.status, m.lifecycle_stage as lifecycle,
      round(extract(epoch from m.created_at) * 1000)::float8 as created,
      round(extract(epoch from m.updated_at) * 1000)::float8 as updated,
      (select json_agg(json_build_object('key', key, 'value', value) order by key)
       from marea.logged_model_params p where p.model_id = m.id) as params,
      (select json_agg(json_build_object('key', key, 'value', value) order by key)
       from marea.logged_model_tags t where t.model_id = m.id) as tags,
      (select json_agg(json_build_object('key', key, 'value', value, 'step', step,
         'timestamp', round(extract(epoch from at) * 1000)::bigint, 'dataset_name', nullif(dataset_name, ''),
         'dataset_digest', nullif(dataset_digest, ''), 'model_id', model_id, 'run_id', run_id) order by key, step, at)
       from marea.logged_model_metrics x where x.model_id = m.id) as metrics
    from marea.logged_models m join marea.experiments e on e.id = m.experiment_id
    where m.id = any(${ids as string[]})`;
}

export async function setModelStatus(sql: Query, id: string, status: ModelStatus): Promise<void> {
  await sql`update marea.logged_models set status = ${status}, updated_at = now() where id = ${id}`;
}

export async function deleteModel(sql: Query, id: string): Promise<void> {
  await sql`
    update marea.logged_models set lifecycle_stage = 'deleted', updated_at = now()
    where id = ${id} and lifecycle_stage <> 'deleted'`;
}

/** @param tags one of each key */
export async function setModelTags(sql: Query, id: string, tags: readonly Entry[]): Promise<void> {
  await sql`
    insert into marea.logged_model_tags (model_id, key, value)
    select ${id}, key, value from ${entries(sql, tags)} as t (key, value) order by key
    on conflict (model_id, key) do update set value = excluded.value`;
}

/** @returns whether there was one */
export async function deleteModelTag(sql: Query, id: string, key: string): Promise<boolean> {
  const gone = await sql`
    delete from marea.logged_model_tags where model_id = ${id} and key = ${key} returning key`;
  return gone.length > 0;
}

/** Those that are there stay. @param params one of each key. @returns those that have another value */
export async function noteModelParams(sql: Query, id: string, params: readonly Entry[]): Promise<Entry[]> {
  await sql`
    insert into marea.logged_model_params (model_id, key, value)
    select ${id}, key, value from ${entries(sql, params)} as p (key, value) order by key
    on conflict do nothing`;
  return await sql<Entry[]>`
    select p.key, p.value from marea.logged_model_params p
    join ${entries(sql, params)} as g (key, value) on g.key = p.key and g.value <> p.value
    where p.model_id = ${id}`;
}
