/** What a batch is held against, and the record of it. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Profile } from '../../shared/stats/profile/profile.ts';
import type { Query } from '../../shared/store/database.ts';
import type { ObjectStore } from '../../shared/store/objects.ts';
import type { TrainingDecision } from '../../shared/tracking/training-decision.ts';
import type { BatchReport } from './compare.ts';

/** The profile of the rows that this version was trained on: stored with the model, never computed again. */
export async function productionProfile(
  objects: ObjectStore,
  dataset: Dataset,
  version: number,
): Promise<Profile> {
  const bytes = await objects.read({ bucket: 'models', key: `${dataset.name}/${version}/profile.json` });
  return JSON.parse(bytes.toString('utf8')) as Profile;
}

/** The profile of the newest other batch, if there is one. */
export async function previousProfile(
  sql: Query,
  dataset: Dataset,
  batch: string,
): Promise<Profile | undefined> {
  const [row] = await sql<{ profile: Profile }[]>`
    select profile from marea.batch_profiles
    where dataset = ${dataset.name} and batch <> ${batch} and (profile->>'rows')::int > 0
    order by created_at desc limit 1`;
  return row?.profile;
}

export interface Check {
  readonly dataset: string;
  readonly batch: string;
  readonly version: number | undefined;
  readonly report: BatchReport;
  readonly decision: TrainingDecision;
  readonly profile: Profile;
}

export async function rememberCheck(
  sql: Query,
  { dataset, batch, version, report, decision, profile }: Check,
): Promise<void> {
  await sql`
    insert into marea.drift_history
      (dataset, batch, model_version, drifted, target_drifted, share, train, reason, report)
    values (${dataset}, ${batch}, ${version ?? null}, ${report.drifted}, ${report.targetDrifted}, ${report.share},
            ${decision.train}, ${decision.reason}, ${sql.json(report as never)})`;
  await sql`
    insert into marea.batch_profiles (dataset, batch, profile)
    values (${dataset}, ${batch}, ${sql.json(profile as never)})`;
}
