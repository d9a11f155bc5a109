/** Checks for drift, one for each batch, and the profiles of batches, which later ones are held against. */
import type { Dataset } from '../datasets/declaration.ts';
import { verdictRows } from '../datasets/verdict-rows.ts';
import type { Profile } from '../stats/profile/profile.ts';
import type { Query } from '../store/database.ts';

/** What was found, as far as it is told without its numbers. */
interface Found {
  readonly drifted: boolean;
  readonly targetDrifted: boolean;
  /** Share of the columns that drifted, 0 to 1. */
  readonly share: number;
}

export interface NewCheck {
  readonly dataset: string;
  readonly batch: string;
  readonly version: number | undefined;
  /** Kept whole, as JSON. */
  readonly report: Found;
  readonly decision: { readonly train: boolean; readonly reason: string };
  readonly profile: Profile;
  /** Nothing was told yet of the rows that it has: they are looked at again, together with others. */
  readonly waits: boolean;
}

/** @returns whether the batch had not been checked before; else nothing is changed */
export async function rememberCheck(
  sql: Query,
  { dataset, batch, version, report, decision, profile, waits }: NewCheck,
): Promise<boolean> {
  const checked = await sql`
    insert into marea.drift_history
      (dataset, batch, model_version, drifted, target_drifted, share, train, reason, report, judged_in)
    values (${dataset}, ${batch}, ${version ?? null}, ${report.drifted}, ${report.targetDrifted}, ${report.share},
            ${decision.train}, ${decision.reason}, ${sql.json(report as never)}, ${waits ? null : batch})
    on conflict (dataset, batch) do nothing`;
  if (checked.count === 0) return false;
  await sql`
    insert into marea.batch_profiles (dataset, batch, profile)
    values (${dataset}, ${batch}, ${sql.json(profile as never)})`;
  return true;
}

/** @returns undefined when the batch has not been checked, or its profile was forgotten */
export async function profileOfBatch(
  sql: Query,
  dataset: string,
  batch: string,
): Promise<Profile | undefined> {
  const [row] = await sql<{ profile: Profile }[]>`
    select profile from marea.batch_profiles where dataset = ${dataset} and batch = ${batch}`;
  return row?.profile;
}

/** Its rows are others now. Its place in the order of batches stays. */
export async function replaceProfile(
  sql: Query,
  dataset: string,
  batch: string,
  profile: Profile,
): Promise<void> {
  await sql`
    update marea.batch_profiles set profile = ${sql.json(profile as never)}
    where dataset = ${dataset} and batch = ${batch}`;
}

/** Nothing is held against it any more. */
export async function dropProfile(sql: Query, dataset: string, batch: string): Promise<void> {
  await sql`delete from marea.batch_profiles where dataset = ${dataset} and batch = ${batch}`;
}

/** The profile of the newest other batch with enough rows to tell, if there is one. */
export async function previousProfile(
  sql: Query,
  dataset: Dataset,
  batch: string,
): Promise<Profile | undefined> {
  const [row] = await sql<{ profile: Profile }[]>`
    select profile from marea.batch_profiles
    where dataset = ${dataset.name} and batch <> ${batch} and (profile->>'rows')::int >= ${verdictRows(dataset)}
    order by created_at desc limit 1`;
  return row?.profile;
}

export interface DriftLine extends Found {
  readonly batch: string;
  readonly checkedAt: Date;
  readonly modelVersion: number | null;
  readonly train: boolean;
  readonly reason: string;
}

export interface DriftCheck extends DriftLine {
  /** Against the production model's reference and against the batch before. */
  readonly report: unknown;
}

const line = (sql: Query) => sql`
  batch, checked_at as "checkedAt", model_version as "modelVersion", drifted, target_drifted as "targetDrifted",
  share, train, reason`;

/** The newest check with a verdict of each of these data sets, where it is that there is drift. */
export async function driftNow(
  sql: Query,
  names: readonly string[],
): Promise<(DriftLine & { readonly dataset: string })[]> {
  return await sql<(DriftLine & { readonly dataset: string })[]>`
    select newest.* from unnest(${names}::text[]) as each (name)
    cross join lateral (
      select dataset, ${line(sql)} from marea.drift_history
      where dataset = each.name and report->>'production' is not null order by checked_at desc limit 1) newest
    where drifted`;
}

/** The newest first. */
export async function driftChecks(sql: Query, dataset: string, limit: number): Promise<DriftCheck[]> {
  return await sql<DriftCheck[]>`
    select ${line(sql)}, report
    from marea.drift_history where dataset = ${dataset} order by checked_at desc limit ${limit}`;
}

export async function driftOf(sql: Query, dataset: string, batch: string): Promise<DriftLine | null> {
  const [row] = await sql<DriftLine[]>`
    select ${line(sql)} from marea.drift_history where dataset = ${dataset} and batch = ${batch}`;
  return row ?? null;
}

/** With the distributions of its columns. */
export async function driftReportOf(sql: Query, dataset: string, batch: string): Promise<DriftCheck | null> {
  const [row] = await sql<DriftCheck[]>`
    select ${line(sql)}, report from marea.drift_history where dataset = ${dataset} and batch = ${batch}`;
  return row ?? null;
}
