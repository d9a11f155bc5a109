/** Two columns as counts over the same categories. */
import type { ColumnProfile } from './profile.ts';

export interface Categories {
  /** null stands for all values that are not listed. */
  readonly values: (string | number | null)[];
  readonly reference: number[];
  readonly current: number[];
}

/**
 * Counts over the union of both sides' values; where the reference lists only its commonest values, over those, and
 * all the rest as one category.
 */
export function categoriesOf(reference: ColumnProfile, current: ColumnProfile): Categories {
  const a = countsOf(reference);
  const b = countsOf(current);
  const complete = a.other === 0 && b.other === 0;
  const keys = complete ? new Set([...a.counts.keys(), ...b.counts.keys()]) : a.counts.keys();
  const counts: Categories = { values: [], reference: [], current: [] };
  for (const key of keys) {
    counts.values.push(key);
    counts.reference.push(a.counts.get(key) ?? 0);
    counts.current.push(b.counts.get(key) ?? 0);
  }
  const rest = [a.total - sum(counts.reference), b.total - sum(counts.current)] as const;
  if (rest[0] > 0 || rest[1] > 0) {
    counts.values.push(null);
    counts.reference.push(rest[0]);
    counts.current.push(rest[1]);
  }
  return counts;
}

/** Distinct values over both sides, as far as it matters for the choice of a test (exact while few). */
export function distinctValues(reference: ColumnProfile, current: ColumnProfile): number {
  const most = Math.max(reference.distinct, current.distinct);
  if (most > 100) return most;
  return new Set([...countsOf(reference).counts.keys(), ...countsOf(current).counts.keys()]).size;
}

function countsOf(profile: ColumnProfile): {
  counts: Map<string | number, number>;
  other: number;
  total: number;
} {
  if (profile.kind === 'text') {
    return { counts: new Map(profile.values), other: profile.other, total: profile.count };
  }
  const counts = new Map<string | number, number>();
  for (let i = 0; i < profile.points.length; i++) {
    counts.set(profile.points[i] as number, profile.weights[i] as number);
  }
  return { counts, other: 0, total: profile.count };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
