/** Versions of registered models as MLflow's clients see them: those of the pipeline, and those of notebooks. */
import type { Query } from '../../store/database.ts';
import { nextVersion } from '../versions.ts';

export type Stage = 'None' | 'Staging' | 'Production' | 'Archived';

export interface Version {
  readonly name: string;
  readonly version: number;
  readonly created: Date;
  readonly updated: Date;
  readonly stage: Stage;
  readonly status: string;
  readonly statusMessage: string | null;
  readonly description: string | null;
  /** Of the decision on it; of those of the pipeline. */
  readonly reason: string | null;
  /** Where its files are read. */
  readonly source: string;
  /** Where they are as its maker said it, where that differs. */
  readonly saidSource: string | null;
  readonly runId: string | null;
  readonly runLink: string | null;
  readonly userId: string | null;
  readonly metrics: Readonly<Record<string, number>>;
  /** Its model is a data set's: stage Production and alias champion are the rollout's to write. */
  readonly governed: boolean;
  /** The last word on it, of a governed one. */
  readonly decision: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** By name. */
  readonly aliases: readonly string[];
}

/** What decides on a version, in its history. */
const DECISIONS = ['registered', 'approved', 'rejected', 'judged again', 'promoted', 'rolled back'];

const select = (sql: Query) => sql`
  select v.name, v.version, v.created_at as created, v.updated_at as updated, v.stage, v.status,
    v.status_message as "statusMessage", v.description, v.reason, v.source, v.storage_location as "saidSource",
    v.run_id as "runId", v.run_link as "runLink", v.user_id as "userId", v.metrics, v.governed,
    case when v.governed then (
      select h.event from marea.model_history h
      where h.name = v.name and h.version = v.version and h.event = any(${DECISIONS})
      order by h.id desc limit 1) end as decision,
    (select coalesce(jsonb_object_agg(t.key, t.value), '{}') from marea.model_version_tags t
     where t.name = v.name and t.version = v.version) as tags,
    array(select a.alias from marea.model_aliases a where a.name = v.name and a.version = v.version order by 1) as aliases
  from marea.model_versions v`;

export async function readVersion(sql: Query, name: string, version: number): Promise<Version | undefined> {
  const [found] = await sql<Version[]>`${select(sql)} where v.name = ${name} and v.version = ${version}`;
  return found;
}

/** In one statement, in no order. @param of as many names as numbers: each pair is one version */
export async function versionsAt(
  sql: Query,
  of: readonly { readonly name: string; readonly version: number }[],
): Promise<Version[]> {
  return await sql<Version[]>`
    ${select(sql)}
    where (v.name, v.version) in (
      select * from unnest(${of.map(({ name }) => name)}::text[], ${of.map(({ version }) => version)}::integer[]))`;
}

/** The newest version of each model in each of these stages, by number. */
export async function latestVersions(
  sql: Query,
  names: readonly string[],
  stages: readonly Stage[],
): Promise<Version[]> {
  return await sql<Version[]>`
    ${select(sql)}
    where (v.name, v.version) in (
      select name, max(version) from marea.model_versions
      where name = any(${names as string[]}) and stage = any(${stages as string[]}) group by name, stage)
    order by v.version`;
}

export async function newestVersion(sql: Query, name: string): Promise<Version | undefined> {
  const [found] = await sql<Version[]>`
    ${select(sql)} where v.name = ${name} order by v.version desc limit 1`;
  return found;
}

export interface NewVersion {
  readonly name: string;
  readonly source: string;
  readonly saidSource: string | null;
  readonly runId: string;
  readonly runLink: string;
  readonly modelId: string | null;
  readonly description: string;
  readonly userId: string | null;
  readonly governed: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** To be called in a transaction. @returns its number */
export async function registerVersion(sql: Query, made: NewVersion): Promise<number> {
  const version = await nextVersion(sql, made.name);
  await sql`
    insert into marea.model_versions
      (name, version, run_id, source, description, user_id, run_link, model_id, storage_location, governed)
    values (${made.name}, ${version}, ${made.runId}, ${made.source}, ${made.description}, ${made.userId},
            ${made.runLink}, ${made.modelId}, ${made.saidSource}, ${made.governed})`;
  const tags = Object.entries(made.tags).map(([key, value]) => ({ name: made.name, version, key, value }));
  if (tags.length > 0) await sql`insert into marea.model_version_tags ${sql(tags)}`;
  return version;
}

export async function describeVersion(
  sql: Query,
  { name, version }: Pick<Version, 'name' | 'version'>,
  description: string | null,
): Promise<void> {
  await sql`
    update marea.model_versions set description = ${description}, updated_at = now()
    where name = ${name} and version = ${version}`;
}

/**
 * Not for Production of a governed version.
 * @param archiving puts the others that are in the stage into Archived
 */
export async function setStage(
  sql: Query,
  { name, version }: Pick<Version, 'name' | 'version'>,
  stage: Stage,
  archiving: boolean,
): Promise<void> {
  await sql`
    with moved as (
      update marea.model_versions
      set stage = case when version = ${version} then ${stage} else 'Archived' end, updated_at = now()
      where name = ${name} and (version = ${version} or (${archiving} and stage = ${stage}))
        and not (governed and stage = 'Production'))
    update marea.registered_models set updated_at = now() where name = ${name}`;
}

/** With its tags and aliases. */
export async function deleteVersion(
  sql: Query,
  { name, version }: Pick<Version, 'name' | 'version'>,
): Promise<void> {
  await sql`
    with gone as (delete from marea.model_versions where name = ${name} and version = ${version})
    update marea.registered_models set updated_at = now() where name = ${name}`;
}

export async function setVersionTag(
  sql: Query,
  { name, version }: Pick<Version, 'name' | 'version'>,
  key: string,
  value: string,
): Promise<void> {
  await sql`
    insert into marea.model_version_tags (name, version, key, value) values (${name}, ${version}, ${key}, ${value})
    on conflict (name, version, key) do update set value = excluded.value`;
}

export async function deleteVersionTag(
  sql: Query,
  { name, version }: Pick<Version, 'name' | 'version'>,
  key: string,
): Promise<void> {
  await sql`
    delete from marea.model_version_tags where name = ${name} and version = ${version} and key = ${key}`;
}
