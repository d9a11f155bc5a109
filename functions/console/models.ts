/** The versions of a data set's model, with the decision on each, and the history of what was in production when. */
import type { Query } from '../../shared/store/database.ts';

export interface Version {
  readonly version: number;
  readonly stage: string;
  readonly metrics: Readonly<Record<string, number>>;
  /** Why it was promoted, or not. */
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly runId: string | null;
}

export interface HistoryLine {
  readonly event: string;
  readonly version: number | null;
  readonly runId: string | null;
  readonly reason: string;
  readonly at: Date;
}

export async function listVersions(sql: Query, dataset: string): Promise<Version[]> {
  return await sql<Version[]>`
    select version, stage, metrics, reason, created_at as "createdAt", run_id as "runId"
    from marea.model_versions where name = ${dataset} order by version`;
}

/** The newest first. */
export async function modelHistory(sql: Query, dataset: string, limit: number): Promise<HistoryLine[]> {
  return await sql<HistoryLine[]>`
    select event, version, run_id as "runId", reason, at
    from marea.model_history where name = ${dataset} order by id desc limit ${limit}`;
}
