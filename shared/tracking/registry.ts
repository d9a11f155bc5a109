/** What is told of the versions of models: all of one, and those in production. */
import type { Query } from '../store/database.ts';

/**
 * Where a version stands: registered by a notebook and not judged yet (`registered`), approved and on its way
 * (`candidate`), in production, there before (`archived`), refused by the decision (`rejected`), or taken back by its
 * rollout (`rolled back`).
 */
export type VersionState =
  | 'registered'
  | 'candidate'
  | 'in production'
  | 'archived'
  | 'rejected'
  | 'rolled back';

export interface VersionLine {
  readonly version: number;
  readonly stage: string;
  readonly state: VersionState;
  readonly metrics: Readonly<Record<string, number>>;
  /** Why it was approved, or not. */
  readonly reason: string | null;
  /** Which of its files are not what was registered, when they were looked at last. */
  readonly damaged: string | null;
  readonly createdAt: Date;
  readonly runId: string | null;
}

/** The stage tells who is and was in production; of the others the last word on them does. */
export async function listVersions(sql: Query, name: string): Promise<VersionLine[]> {
  return await sql<VersionLine[]>`
    select version, stage, metrics, reason, damaged, created_at as "createdAt", run_id as "runId",
           case when stage = 'Production' then 'in production'
                when stage = 'Archived' then 'archived'
                when last.event in ('registered', 'rejected', 'rolled back') then last.event
                else 'candidate' end as state
    from marea.model_versions v
    left join lateral (
      select event from marea.model_history h
      where h.name = v.name and h.version = v.version and event in ('registered', 'approved', 'rejected', 'rolled back')
      order by id desc limit 1) last on true
    where v.name = ${name} order by version`;
}

export interface InProduction {
  readonly name: string;
  readonly version: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly since: Date;
}

/** Of every model that has one. */
export async function versionsInProduction(sql: Query): Promise<InProduction[]> {
  return await sql<InProduction[]>`
    select name, version, metrics, updated_at as since from marea.model_versions
    where stage = 'Production' and governed`;
}

export interface ServedVersion {
  readonly version: number;
  /** When it came into production. */
  readonly since: Date;
  readonly metrics: Readonly<Record<string, number>>;
  readonly damaged: string | null;
}

/** The version in production, if there is one. */
export async function servedNow(sql: Query, name: string): Promise<ServedVersion | null> {
  const [row] = await sql<ServedVersion[]>`
    select v.version, metrics, damaged, coalesce((
      select max(at) from marea.model_history h
      where h.name = v.name and h.version = v.version and event = 'promoted'), v.updated_at) as since
    from marea.model_versions v where name = ${name} and stage = 'Production' and governed`;
  return row ?? null;
}

export interface DamagedVersion {
  readonly name: string;
  readonly version: number;
  /** Which of its files are others now. */
  readonly damaged: string;
}

/** Versions in production whose files are not what was registered. */
export async function damagedVersions(sql: Query, names: readonly string[]): Promise<DamagedVersion[]> {
  return await sql<DamagedVersion[]>`
    select name, version, damaged from marea.model_versions
    where name = any(${names}) and stage = 'Production' and damaged is not null order by name`;
}
