/** Experiments as MLflow's clients see them: those of data sets, in which the pipeline trains, and those of notebooks. */
import type { Query } from '../../store/database.ts';
import type { Entry } from './batch.ts';

export type Lifecycle = 'active' | 'deleted';

export interface Experiment {
  readonly id: string;
  readonly name: string;
  readonly lifecycle: Lifecycle;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly updated: number;
  readonly tags: readonly Entry[] | null;
}

/** @returns its id; undefined when there is one of that name, deleted ones included */
export async function createExperiment(
  sql: Query,
  name: string,
  tags: readonly Entry[],
): Promise<string | undefined> {
  const [made] = await sql<{ id: string }[]>`
    with made as (
      insert into marea.experiments (name) values (${name}) on conflict (name) do nothing returning id),
    tagged as (
      insert into marea.experiment_tags (experiment_id, key, value)
      select made.id, key, value
      from made, unnest(${tags.map(({ key }) => key)}::text[], ${tags.map(({ value }) => value)}::text[]) as t (key, value))
    select id::text from made`;
  return made?.id;
}

/** The columns of an Experiment, of the alias e. */
const columns = (sql: Query) => sql`
  e.id::text, e.name, e.lifecycle_stage as lifecycle,
  round(extract(epoch from e.created_at) * 1000)::float8 as created,
  round(extract(epoch from e.updated_at) * 1000)::float8 as updated,
  (select json_agg(json_build_object('key', key, 'value', value) order by key)
   from marea.experiment_tags t where t.experiment_id = e.id) as tags`;

export async function experimentById(sql: Query, id: string): Promise<Experiment | undefined> {
  const [row] = await sql<Experiment[]>`select ${columns(sql)} from marea.experiments e where e.id = ${id}`;
  return row;
}

export async function experimentByName(sql: Query, name: string): Promise<Experiment | undefined> {
  const [row] = await sql<
    Experiment[]
  >`select ${columns(sql)} from marea.experiments e where e.name = ${name}`;
  return row;
}

/** Of many at once, in no order: what search has found. */
export async function experimentsById(sql: Query, ids: readonly string[]): Promise<Experiment[]> {
  return await sql<Experiment[]>`
    select ${columns(sql)} from marea.experiments e where e.id = any(${ids as string[]}::bigint[])`;
}

/** @returns false when the name is another's */
export async function renameExperiment(sql: Query, id: string, name: string): Promise<boolean> {
  const renamed = await sql`
    update marea.experiments set name = ${name}, updated_at = now()
    where id = ${id} and not exists (select from marea.experiments where name = ${name} and id <> ${id})
    returning id`;
  return renamed.length > 0;
}

/** With all its runs, whatever they were: so does MLflow. */
export async function moveExperiment(sql: Query, id: string, to: Lifecycle): Promise<void> {
  await sql`
    with moved as (
      update marea.experiments set lifecycle_stage = ${to}, updated_at = now()
      where id = ${id} and lifecycle_stage <> ${to} returning id)
    update marea.runs r set lifecycle_stage = ${to}, deleted_at = case when ${to} = 'deleted' then now() end
    from moved where r.experiment_id = moved.id`;
}

export async function setExperimentTag(sql: Query, id: string, { key, value }: Entry): Promise<void> {
  await sql`
    insert into marea.experiment_tags (experiment_id, key, value) values (${id}, ${key}, ${value})
    on conflict (experiment_id, key) do update set value = excluded.value`;
}

/** @returns whether there was one */
export async function deleteExperimentTag(sql: Query, id: string, key: string): Promise<boolean> {
  const gone = await sql`
    delete from marea.experiment_tags where experiment_id = ${id} and key = ${key} returning key`;
  return gone.length > 0;
}
