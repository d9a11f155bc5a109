/** Sketch of a text column. */
import type { TextProfile } from './profile.ts';

const LISTED = 1000;

/**
 * Counts of the 1,000 commonest values; ties go by the value, so that the sketch depends on the rows alone.
 *
 * @param values null is missing
 * @param reference a sketch to compare with later: the values that it lists are counted whatever their rank
 */
export function textProfile(values: readonly (string | null)[], reference?: TextProfile): TextProfile {
  const counts = new Map<string, number>();
  let missing = 0;
  for (const value of values) {
    if (value === null) missing++;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const kept = new Set(reference?.values.map(([value]) => value));
  const listed = ranked.filter(([value], rank) => rank < LISTED || kept.has(value));
  const count = values.length - missing;
  const shown = listed.reduce((sum, [, rows]) => sum + rows, 0);
  return { kind: 'text', count, missing, distinct: counts.size, values: listed, other: count - shown };
}
