/** Registered models: numbered versions, of which at most one is in production. What changes that is in production.ts. */
import type { Query } from '../store/database.ts';
import type { Checksums } from './checksums.ts';

export interface ModelVersion {
  readonly version: number;
  readonly run_id: string | null;
  readonly source: string;
  readonly stage: 'None' | 'Staging' | 'Production' | 'Archived';
  readonly metrics: Readonly<Record<string, number>>;
  readonly reason: string | null;
  /** What its files were when it was registered; null: before this was kept. */
  readonly files: Checksums | null;
}

/** The version that is in production, if any. */
export async function productionVersion(sql: Query, name: string): Promise<ModelVersion | undefined> {
  const [row] = await sql<ModelVersion[]>`
    select version, run_id, source, stage, metrics, reason, files from marea.model_versions
    where name = ${name} and stage = 'Production' and governed`;
  return row;
}

/** A version with this number, if there is one: a data set that was reset has none. */
export async function versionNumbered(
  sql: Query,
  name: string,
  version: number,
): Promise<ModelVersion | undefined> {
  const [row] = await sql<ModelVersion[]>`
    select version, run_id, source, stage, metrics, reason, files from marea.model_versions
    where name = ${name} and version = ${version}`;
  return row;
}

/** The version that a training has become, if it has become one. */
export async function versionOfRun(sql: Query, name: string, run: string): Promise<number | undefined> {
  const [row] = await sql<{ version: number }[]>`
    select version from marea.model_versions where name = ${name} and run_id = ${run} limit 1`;
  return row?.version;
}

/**
 * Takes the number that the next version gets; the model's row is locked until the transaction ends. Numbers of versions
 * that were deleted, or went with a reset, are not used again.
 */
export async function nextVersion(sql: Query, name: string): Promise<number> {
  await sql`insert into marea.registered_models (name) values (${name}) on conflict (name) do nothing`;
  const [model] = await sql<{ last: number }[]>`
    select last_version as last from marea.registered_models where name = ${name} for update`;
  const next = Math.max(model?.last ?? 0, await lastVersion(sql, name)) + 1;
  await sql`update marea.registered_models set last_version = ${next}, updated_at = now() where name = ${name}`;
  return next;
}

/** The last number that a version of a data set's model has had, 0 when there was none. */
export async function lastVersion(sql: Query, name: string): Promise<number> {
  const [row] = await sql<{ last: number }[]>`
    select coalesce(max(version), 0) as last from (
      select version from marea.model_versions where name = ${name}
      -- a reset removes versions, and so may a client, but not that their numbers were used
      union all select version from marea.model_history where name = ${name}) used`;
  return row?.last ?? 0;
}
