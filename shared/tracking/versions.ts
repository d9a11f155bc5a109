/** Registered models: numbered versions, of which at most one is in production, and the history of who was. */
import type { Query } from '../store/database.ts';

export interface ModelVersion {
  readonly version: number;
  readonly run_id: string | null;
  readonly source: string;
  readonly stage: 'None' | 'Staging' | 'Production' | 'Archived';
  readonly metrics: Readonly<Record<string, number>>;
  readonly reason: string | null;
}

/** The version that is in production, if any. */
export async function productionVersion(sql: Query, name: string): Promise<ModelVersion | undefined> {
  const [row] = await sql<ModelVersion[]>`
    select version, run_id, source, stage, metrics, reason from marea.model_versions
    where name = ${name} and stage = 'Production'`;
  return row;
}

/** The number that the next version gets; the model's row is locked until the transaction ends. */
export async function nextVersion(sql: Query, name: string): Promise<number> {
  await sql`insert into marea.registered_models (name) values (${name}) on conflict (name) do nothing`;
  await sql`select name from marea.registered_models where name = ${name} for update`;
  const [row] = await sql<{ next: number }[]>`
    select coalesce(max(version), 0) + 1 as next from (
      select version from marea.model_versions where name = ${name}
      -- a reset removes versions, but not that their numbers were used
      union all select version from marea.model_history where name = ${name}) used`;
  return row?.next ?? 1;
}

export interface Decision {
  readonly name: string;
  readonly version: number;
  readonly run: string;
  readonly source: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly promoted: boolean;
  readonly reason: string;
}

/** Registers a version with the decision on it; a promoted one takes the place of the version in production. */
export async function register(sql: Query, decision: Decision): Promise<void> {
  const { name, version, run, metrics, promoted, reason } = decision;
  if (promoted) {
    await sql`
      update marea.model_versions set stage = 'Archived', updated_at = now()
      where name = ${name} and stage = 'Production'`;
  }
  await sql`
    insert into marea.model_versions (name, version, run_id, source, stage, metrics, reason)
    values (${name}, ${version}, ${run}, ${decision.source}, ${promoted ? 'Production' : 'None'},
            ${sql.json(metrics)}, ${reason})`;
  if (promoted) {
    await sql`
      insert into marea.model_aliases (name, alias, version) values (${name}, 'champion', ${version})
      on conflict (name, alias) do update set version = excluded.version`;
  }
  await remember(sql, { name, version, run, event: promoted ? 'promoted' : 'rejected', reason, metrics });
}

export interface Remembered {
  readonly name: string;
  readonly event:
    | 'promoted'
    | 'rejected'
    | 'traffic moved'
    | 'rolled out'
    | 'rolled back'
    | 'training refused'
    | 'training failed';
  readonly reason: string;
  readonly version?: number;
  readonly run?: string;
  readonly metrics?: Readonly<Record<string, number>>;
  /** Default now; what is told at the end of a long stage happened in its course. */
  readonly at?: Date;
}

/** Adds a line to the model's history. */
export async function remember(sql: Query, line: Remembered): Promise<void> {
  await sql`
    insert into marea.model_history (name, version, run_id, event, reason, metrics, at)
    values (${line.name}, ${line.version ?? null}, ${line.run ?? null}, ${line.event}, ${line.reason},
            ${sql.json(line.metrics ?? {})}, coalesce(${line.at ?? null}, clock_timestamp()))`;
}
