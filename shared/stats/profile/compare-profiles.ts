/** Has a table drifted from the one that a profile was made of? */
import { compareColumn } from './compare-column.ts';
import type { ColumnDrift, DriftReport } from './drift-report.ts';
import type { Profile } from './profile.ts';

export interface DriftOptions {
  /** Columns that count. */
  readonly columns: readonly string[];
  /** Looked at apart. */
  readonly target?: string;
  /** Share of drifted columns from which on the data set has drifted. Default 0.5, as Evidently. */
  readonly share?: number;
}

/**
 * Compares column by column, and the data set by the share of columns that drifted. Columns that one of the profiles
 * lacks are left out.
 *
 * @throws Error when no column is left to compare
 */
export function compareProfiles(reference: Profile, current: Profile, options: DriftOptions): DriftReport {
  const threshold = options.share ?? 0.5;
  const columns = options.columns.flatMap((name) => compared(reference, current, name));
  if (columns.length === 0) {
    throw new Error(`no column to compare: none of ${options.columns.join(', ')} is in both profiles`);
  }
  const target = options.target ? (compared(reference, current, options.target)[0] ?? null) : null;
  const share = columns.filter((column) => column.drifted).length / columns.length;
  const drifted = share >= threshold;
  return {
    drifted,
    share,
    threshold,
    columns,
    target,
    reason: reasonOf(columns, target, threshold),
    referenceRows: reference.rows,
    currentRows: current.rows,
  };
}

function compared(reference: Profile, current: Profile, name: string): ColumnDrift[] {
  const a = reference.columns[name];
  const b = current.columns[name];
  return a && b ? [compareColumn(name, a, b)] : [];
}

function reasonOf(columns: readonly ColumnDrift[], target: ColumnDrift | null, threshold: number): string {
  const drifted = columns.filter((column) => column.drifted);
  const verdict = drifted.length / columns.length >= threshold ? 'drift' : 'no drift';
  const which = drifted.length > 0 ? `: ${drifted.map(worded).join(', ')}` : '';
  const share = `${drifted.length} of ${columns.length} columns drifted`;
  const needed = `${Math.round(threshold * 100)} % needed`;
  const aside = target ? `; target ${target.drifted ? 'drifted' : 'steady'}: ${worded(target)}` : '';
  return `${verdict}: ${share} (${needed})${which}${aside}`;
}

/** What decided stands beside its limit: where chance explains what the test found, that is the probability of it. */
function worded({ column, test, statistic, pValue, threshold, chance }: ColumnDrift): string {
  if (statistic === null) return `${column} (no values on one side)`;
  const byDistance = test === 'wasserstein' || test === 'jensen-shannon';
  const measured = byDistance ? `${test} ${statistic.toFixed(3)}` : `${test} p ${probability(pValue)}`;
  return chance
    ? `${column} (${measured}, within chance: p ${probability(chance.pValue)}, limit ${chance.limit})`
    : `${column} (${measured}, limit ${threshold})`;
}

const probability = (value: number | undefined): string | undefined => value?.toPrecision(2);
