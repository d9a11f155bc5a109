/** Two views of a batch: against what the production model was trained on, and against the batch before it. */
import type { Dataset } from '../../datasets/declaration.ts';
import { compareProfiles } from '../../stats/profile/compare-profiles.ts';
import type { DriftReport } from '../../stats/profile/drift-report.ts';
import type { Profile } from '../../stats/profile/profile.ts';

export interface BatchReport {
  /** By the first view alone: the model does not care what the batch before was like. */
  readonly drifted: boolean;
  readonly targetDrifted: boolean;
  readonly share: number;
  readonly reason: string;
  readonly production: DriftReport | null;
  readonly previous: DriftReport | null;
}

export function compare(
  dataset: Dataset,
  batch: Profile,
  reference: Profile | undefined,
  previous: Profile | undefined,
): BatchReport {
  const against = (other: Profile | undefined): DriftReport | null => {
    if (!other || batch.rows === 0 || other.rows === 0) return null;
    const { columns, share } = dataset.drift;
    return compareProfiles(other, batch, { columns, share, target: dataset.target.column });
  };
  const production = against(reference);
  return {
    drifted: production !== null && (production.drifted || production.target?.drifted === true),
    targetDrifted: production?.target?.drifted === true,
    share: production?.share ?? 0,
    reason: production?.reason ?? 'nothing to compare with',
    production,
    previous: against(previous),
  };
}
