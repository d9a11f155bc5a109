/** Registered models: what versions are of. Those with the name of a data set are the pipeline's, too. */
import type { Query } from '../../store/database.ts';
import { latestVersions, type Stage, type Version } from './versions.ts';

export const STAGES: readonly Stage[] = ['None', 'Staging', 'Production', 'Archived'];

export interface RegisteredModel {
  readonly name: string;
  readonly description: string | null;
  readonly created: Date;
  readonly updated: Date;
  readonly tags: Readonly<Record<string, string>>;
  /** By name. */
  readonly aliases: readonly { readonly alias: string; readonly version: number }[];
  /** The newest of each stage, by number. */
  readonly latest: readonly Version[];
}

/** Two statements, however many. @returns those that there are, in the order of their names here */
export async function modelsNamed(sql: Query, names: readonly string[]): Promise<RegisteredModel[]> {
  const models = await sql<Omit<RegisteredModel, 'latest'>[]>`
    select m.name, m.description, m.created_at as created, m.updated_at as updated,
      (select coalesce(jsonb_object_agg(t.key, t.value), '{}') from marea.registered_model_tags t
       where t.name = m.name) as tags,
      (select coalesce(jsonb_agg(jsonb_build_object('alias', a.alias, 'version', a.version) order by a.alias), '[]')
       from marea.model_aliases a where a.name = m.name) as aliases
    from marea.registered_models m where m.name = any(${names as string[]})
    order by array_position(${names as string[]}, m.name)`;
  const latest = await latestVersions(sql, names, STAGES);
  return models.map((model) => ({ ...model, latest: latest.filter(({ name }) => name === model.name) }));
}

export async function hasModel(sql: Query, name: string): Promise<boolean> {
  return (await sql`select from marea.registered_models where name = ${name}`).length > 0;
}

/** @returns whether there was none of this name */
export async function createModel(
  sql: Query,
  { name, description, tags }: Pick<RegisteredModel, 'name' | 'description' | 'tags'>,
): Promise<boolean> {
  const made = await sql`
    with made as (
      insert into marea.registered_models (name, description) values (${name}, ${description})
      on conflict (name) do nothing returning name),
    tagged as (
      insert into marea.registered_model_tags (name, key, value)
      select made.name, t.key, t.value
      from made, unnest(${Object.keys(tags)}::text[], ${Object.values(tags)}::text[]) as t (key, value))
    select from made`;
  return made.length > 0;
}

export async function describeModel(sql: Query, name: string, description: string | null): Promise<void> {
  await sql`
    update marea.registered_models set description = ${description}, updated_at = now() where name = ${name}`;
}

/** With all that is of it. @returns whether the new name was free */
export async function renameModel(sql: Query, name: string, newName: string): Promise<boolean> {
  const moved = await sql`
    update marea.registered_models set name = ${newName}, updated_at = now()
    where name = ${name} and (${newName} = ${name} or not exists (
      select from marea.registered_models where name = ${newName}))
    returning name`;
  return moved.length > 0;
}

/** With its versions, aliases and tags. */
export async function deleteModel(sql: Query, name: string): Promise<void> {
  await sql`delete from marea.registered_models where name = ${name}`;
}

export async function setModelTag(sql: Query, name: string, key: string, value: string): Promise<void> {
  await sql`
    insert into marea.registered_model_tags (name, key, value) values (${name}, ${key}, ${value})
    on conflict (name, key) do update set value = excluded.value`;
}

export async function deleteModelTag(sql: Query, name: string, key: string): Promise<void> {
  await sql`delete from marea.registered_model_tags where name = ${name} and key = ${key}`;
}
