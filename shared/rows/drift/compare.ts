/** Two views of a batch: against what the production model was trained on, and against the batch before it. */
import type { Dataset } from '../../datasets/declaration.ts';
import { LEAST_VERDICT_ROWS, verdictRows } from '../../datasets/verdict-rows.ts';
import { compareProfiles } from '../../stats/profile/compare-profiles.ts';
import type { DriftReport } from '../../stats/profile/drift-report.ts';
import { mergeProfiles } from '../../stats/profile/merge-profiles.ts';
import type { Profile } from '../../stats/profile/profile.ts';
import type { Unreadable } from '../cleaning/unreadable.ts';

export interface BatchReport {
  /** By the first view alone: the model does not care what the batch before was like. */
  readonly drifted: boolean;
  readonly targetDrifted: boolean;
  readonly share: number;
  readonly reason: string;
  readonly production: DriftReport | null;
  readonly previous: DriftReport | null;
  /** Earlier batches that were looked at together with it, as each has too few rows by itself. */
  readonly together: readonly string[];
  /** What was there and could not be read: to the profiles it is missing. */
  readonly unreadable: Unreadable;
}

/** An earlier batch that nothing was told of yet. */
export interface Waiting {
  readonly batch: string;
  readonly profile: Profile;
}

/** What a batch is held against, and what is known of it beside its profile. */
export interface Beside {
  /** What the production model was trained on. */
  readonly reference?: Profile | undefined;
  /** Of a batch before it. */
  readonly previous?: Profile | undefined;
  /** Taken together with it. */
  readonly waiting?: readonly Waiting[];
  readonly unreadable?: Unreadable;
}

export function compare(dataset: Dataset, batch: Profile, beside: Beside): BatchReport {
  const { reference, previous, waiting = [], unreadable = {} } = beside;
  const rows = mergeProfiles(batch, ...waiting.map(({ profile }) => profile));
  const production = against(dataset, rows, reference);
  const together = waiting.map((one) => one.batch);
  const reason = production
    ? [production.reason, ...sharedBy(rows, together)].join('; ')
    : noVerdict(dataset, rows, reference, together);
  return {
    drifted: production !== null && (production.drifted || production.target?.drifted === true),
    targetDrifted: production?.target?.drifted === true,
    share: production?.share ?? 0,
    reason: [reason, ...unreadableIn(unreadable)].join('; '),
    production,
    previous: against(dataset, rows, previous),
    together,
    unreadable,
  };
}

/** What a model was trained on may be less than a verdict takes: how much it is, is declared elsewhere. */
function against(dataset: Dataset, rows: Profile, other: Profile | undefined): DriftReport | null {
  if (!other || rows.rows < verdictRows(dataset) || other.rows < LEAST_VERDICT_ROWS) return null;
  const { columns, share } = dataset.drift;
  return compareProfiles(other, rows, { columns, share, target: dataset.target.column });
}

function noVerdict(
  dataset: Dataset,
  { rows }: Profile,
  reference: Profile | undefined,
  together: readonly string[],
): string {
  if (!reference) return 'nothing to compare with';
  const needed = verdictRows(dataset);
  if (rows >= needed)
    return `too few rows to tell: the model has learned from ${reference.rows}, at least ${LEAST_VERDICT_ROWS} are needed`;
  const others = together.length > 0 ? `, with ${earlier(together)}` : '';
  return `too few rows to tell (${rows} of ${needed}${others})`;
}

const sharedBy = ({ rows }: Profile, together: readonly string[]): string[] =>
  together.length > 0 ? [`of ${rows} rows, together with ${earlier(together)}`] : [];

const earlier = ({ length }: readonly string[]): string =>
  length === 1 ? 'an earlier batch' : `${length} earlier batches`;

function unreadableIn(unreadable: Unreadable): string[] {
  const columns = Object.entries(unreadable).map(([name, { values, of }]) => `${values} of ${of} of ${name}`);
  return columns.length > 0 ? [`values that cannot be read: ${columns.join(', ')}`] : [];
}
