/** The profile of several tables as one, from the profile of each. */
import type { ColumnProfile, NumericProfile, Profile, TextProfile } from './profile.ts';

/**
 * Exact where the profiles list all of their values, as those of fewer than 1,000 rows do; else as good as they are. It
 * lists what any of them lists, so it may be larger than each. Columns that one lacks, or has of another kind, are left out.
 */
export function mergeProfiles(first: Profile, ...others: readonly Profile[]): Profile {
  const all = [first, ...others];
  const columns = Object.keys(first.columns).flatMap((name) => {
    const merged = mergedColumn(all.map(({ columns }) => columns[name]));
    return merged ? [[name, merged] as const] : [];
  });
  return { rows: sum(all.map(({ rows }) => rows)), columns: Object.fromEntries(columns) };
}

function mergedColumn(parts: readonly (ColumnProfile | undefined)[]): ColumnProfile | undefined {
  const numeric = parts.filter((part) => part?.kind === 'numeric');
  if (numeric.length === parts.length) return mergedNumbers(numeric);
  const texts = parts.filter((part) => part?.kind === 'text');
  return texts.length === parts.length ? mergedTexts(texts) : undefined;
}

function mergedNumbers(parts: readonly NumericProfile[]): NumericProfile {
  const points = [
    ...counted(
      parts.map(({ points, weights }) => points.map((point, i) => [point, weights[i] ?? 0] as const)),
    ),
  ].sort(([a], [b]) => a - b);
  const present = parts.filter(({ count }) => count > 0);
  return {
    kind: 'numeric',
    ...totals(parts),
    distinct: distinctOf(parts, points.length),
    ...momentsOf(present),
    min: present.length > 0 ? Math.min(...present.map(({ min }) => min ?? Number.NaN)) : null,
    max: present.length > 0 ? Math.max(...present.map(({ max }) => max ?? Number.NaN)) : null,
    points: points.map(([point]) => point),
    weights: points.map(([, weight]) => weight),
  };
}

/** Squares around the common mean are those around each mean, and those of the means (Chan, Golub and LeVeque, 1983). */
function momentsOf(parts: readonly NumericProfile[]): Pick<NumericProfile, 'mean' | 'std'> {
  const count = sum(parts.map((part) => part.count));
  if (count === 0) return { mean: null, std: null };
  const mean = sum(parts.map((part) => part.count * (part.mean ?? 0))) / count;
  const squares = parts.map((part) => part.count * ((part.std ?? 0) ** 2 + ((part.mean ?? 0) - mean) ** 2));
  return { mean, std: Math.sqrt(sum(squares) / count) };
}

function mergedTexts(parts: readonly TextProfile[]): TextProfile {
  const values = [...counted(parts.map((part) => part.values))].sort(
    (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1),
  );
  return {
    kind: 'text',
    ...totals(parts),
    distinct: distinctOf(parts, values.length),
    values,
    other: sum(parts.map(({ other }) => other)),
  };
}

/** What is listed, or what one of them has beyond that. */
const distinctOf = (parts: readonly ColumnProfile[], listed: number): number =>
  Math.max(listed, ...parts.map(({ distinct }) => distinct));

const totals = (parts: readonly ColumnProfile[]): Pick<ColumnProfile, 'count' | 'missing'> => ({
  count: sum(parts.map(({ count }) => count)),
  missing: sum(parts.map(({ missing }) => missing)),
});

function counted<T>(lists: readonly (readonly (readonly [T, number])[])[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const list of lists)
    for (const [value, count] of list) counts.set(value, (counts.get(value) ?? 0) + count);
  return counts;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
