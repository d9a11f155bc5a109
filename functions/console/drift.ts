/** What was found when batches were held against the model's reference. */
import type { Query } from '../../shared/store/database.ts';

export interface DriftCheck {
  readonly batch: string;
  readonly checkedAt: Date;
  readonly modelVersion: number | null;
  readonly drifted: boolean;
  readonly targetDrifted: boolean;
  readonly share: number;
  readonly train: boolean;
  readonly reason: string;
  readonly report: unknown;
}

/** The newest first. */
export async function driftChecks(sql: Query, dataset: string, limit: number): Promise<DriftCheck[]> {
  return await sql<DriftCheck[]>`
    select batch, checked_at as "checkedAt", model_version as "modelVersion", drifted,
           target_drifted as "targetDrifted", share, train, reason, report
    from marea.drift_history where dataset = ${dataset} order by checked_at desc limit ${limit}`;
}
