/** A column's two distributions, small enough to be stored with a report and drawn. */
import { weightedQuantile } from '../weighted-quantile.ts';
import { categoriesOf, distinctValues } from './categories.ts';
import type { Distribution } from './drift-report.ts';
import { histogram } from './histogram.ts';
import type { ColumnProfile, NumericProfile } from './profile.ts';

const MOST_BARS = 20;
const BINS = 30;
/** Numbers are drawn from this quantile of both sides to its opposite; what lies beyond is in the outermost bins. */
const FIRST = 0.01;

/** @returns undefined when a side is empty, or of another kind */
export function distributionOf(reference: ColumnProfile, current: ColumnProfile): Distribution | undefined {
  if (reference.count === 0 || current.count === 0 || reference.kind !== current.kind) return undefined;
  if (reference.kind === 'numeric' && current.kind === 'numeric') {
    if (distinctValues(reference, current) > MOST_BARS) return binned(reference, current);
  }
  return bars(reference, current);
}

function binned(reference: NumericProfile, current: NumericProfile): Distribution {
  const at = (p: number) =>
    [reference, current].map(({ points, weights }) => weightedQuantile(points, p, weights));
  const from = Math.min(...at(FIRST));
  const to = Math.max(...at(1 - FIRST));
  const counts = histogram(reference, current, from, to > from ? to : from + 1, BINS);
  return {
    kind: 'bins',
    edges: counts.edges.map(short),
    reference: shares(counts.reference, reference.count),
    current: shares(counts.current, current.count),
  };
}

/** The values that are commonest in the reference, the rest as one. */
function bars(reference: ColumnProfile, current: ColumnProfile): Distribution {
  const { values, reference: a, current: b } = categoriesOf(reference, current);
  const ranked = values
    .map((_, k) => k)
    .sort((k, l) => (a[l] ?? 0) - (a[k] ?? 0) || (b[l] ?? 0) - (b[k] ?? 0));
  const shown = ranked.slice(0, MOST_BARS);
  if (reference.kind === 'numeric') shown.sort((k, l) => Number(values[k]) - Number(values[l]));
  const take = (counts: readonly number[], total: number) => {
    const taken = shares(
      shown.map((k) => counts[k] ?? 0),
      total,
    );
    return shown.length < values.length ? [...taken, short(1 - taken.reduce((sum, x) => sum + x, 0))] : taken;
  };
  const names = shown.map((k) => values[k] ?? null);
  return {
    kind: 'bars',
    values: shown.length < values.length ? [...names, null] : names,
    reference: take(a, reference.count),
    current: take(b, current.count),
  };
}

const shares = (counts: readonly number[], total: number): number[] =>
  counts.map((count) => short(count / total));

/** Five digits are more than can be seen, and keep reports small. */
const short = (value: number): number => Number(value.toPrecision(5));
