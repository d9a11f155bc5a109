/** Two views of a batch: against what the production model was trained on, and against the batch before it. */
import type { Dataset } from '../../datasets/declaration.ts';
import { compareProfiles } from '../../stats/profile/compare-profiles.ts';
import type { DriftReport } from '../../stats/profile/drift-report.ts';
import type { Profile } from '../../stats/profile/profile.ts';
import type { Unreadable } from '../cleaning/unreadable.ts';

/**
 * Rows without which there is no verdict. With fewer no test at the 5 % level sees that a quarter of the rows have moved:
 * the critical value of Kolmogorov and Smirnov against a large reference, 1.358 / sqrt(n), is 0.248 at 30.
 */
export const LEAST_ROWS = 30;

export interface BatchReport {
  /** By the first view alone: the model does not care what the batch before was like. */
  readonly drifted: boolean;
  readonly targetDrifted: boolean;
  readonly share: number;
  readonly reason: string;
  readonly production: DriftReport | null;
  readonly previous: DriftReport | null;
  /** What was there and could not be read: to the profiles it is missing. */
  readonly unreadable: Unreadable;
}

export function compare(
  dataset: Dataset,
  batch: Profile,
  reference: Profile | undefined,
  previous: Profile | undefined,
  unreadable: Unreadable = {},
): BatchReport {
  const against = (other: Profile | undefined): DriftReport | null => {
    if (!other || Math.min(batch.rows, other.rows) < LEAST_ROWS) return null;
    const { columns, share } = dataset.drift;
    return compareProfiles(other, batch, { columns, share, target: dataset.target.column });
  };
  const production = against(reference);
  return {
    drifted: production !== null && (production.drifted || production.target?.drifted === true),
    targetDrifted: production?.target?.drifted === true,
    share: production?.share ?? 0,
    reason: [production?.reason ?? noVerdict(batch, reference), ...unreadableIn(unreadable)].join('; '),
    production,
    previous: against(previous),
    unreadable,
  };
}

const noVerdict = (batch: Profile, reference: Profile | undefined): string =>
  reference
    ? `too few rows to tell: ${Math.min(batch.rows, reference.rows)}, at least ${LEAST_ROWS} are needed`
    : 'nothing to compare with';

function unreadableIn(unreadable: Unreadable): string[] {
  const columns = Object.entries(unreadable).map(([name, { values, of }]) => `${values} of ${of} of ${name}`);
  return columns.length > 0 ? [`values that cannot be read: ${columns.join(', ')}`] : [];
}
