/** A version that somebody has registered under the name of a data set: what is known of it, and what comes of it. */
import type { Query, Transaction } from '../store/database.ts';
import type { Checksums } from './checksums.ts';
import { type Candidate, judgeAnew, remember } from './production.ts';

export interface OfferedVersion {
  /** Where its files are read. */
  readonly source: string;
  readonly run: string | null;
  /** Why it was approved or not; null until then. */
  readonly reason: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** @returns undefined when there is no such version */
export async function offeredVersion(
  sql: Query,
  name: string,
  version: number,
): Promise<OfferedVersion | undefined> {
  const [row] = await sql<OfferedVersion[]>`
    select source, run_id as run, reason,
           coalesce((select jsonb_object_agg(t.key, t.value) from marea.model_version_tags t
                     where t.name = v.name and t.version = v.version), '{}') as tags
    from marea.model_versions v where name = ${name} and version = ${version}`;
  return row;
}

/** It is checked, and has a run of the pipeline: what it is judged by belongs to that. */
export async function noteAdopted(
  sql: Transaction,
  { name, version, run }: Pick<Candidate, 'name' | 'version' | 'run'>,
): Promise<void> {
  await sql`
    update marea.model_versions
    set run_id = ${run}, storage_location = coalesce(storage_location, source), updated_at = now()
    where name = ${name} and version = ${version}`;
}

/** The decision on it, with its files at their place among the versions. */
export async function decideOffered(sql: Query, candidate: Candidate, files: Checksums): Promise<void> {
  const { name, version, source, reason, approved } = candidate;
  await sql`
    update marea.model_versions
    set source = ${source}, files = ${sql.json(files)}, status_message = ${approved ? null : reason}
    where name = ${name} and version = ${version}`;
  await judgeAnew(sql, candidate);
}

/** It cannot be judged, and why: it stays what it is, a version that nobody can have in production. */
export async function refuseOffered(
  sql: Query,
  { name, version, reason }: Pick<Candidate, 'name' | 'version' | 'reason'>,
): Promise<void> {
  await sql`
    update marea.model_versions
    set reason = ${reason}, status = 'FAILED_REGISTRATION', status_message = ${reason}, updated_at = now()
    where name = ${name} and version = ${version}`;
  await remember(sql, { name, version, event: 'rejected', reason });
}
