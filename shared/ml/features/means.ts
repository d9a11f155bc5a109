/**
 * Smoothed means of targets by key, level by level (Micci-Barreca 2001, "A preprocessing scheme for
 * high-cardinality categorical attributes", in the m-estimate form): of n rows with mean y a key's value is
 * (n y + m p) / (n + m), p being what the next coarser level says of the same rows.
 */
import type { Grouping } from './grouping.ts';

/** Row-major targets: `width` numbers a row. */
export interface Targets {
  readonly width: number;
  readonly values: Float64Array;
  /** 1 for each row that has them, others do not count; all have when absent. */
  readonly known?: Uint8Array;
}

export interface SmoothedMeans {
  /** For each level (finest first) groups x width means; NaN for groups that none of the rows has. */
  readonly levels: readonly Float64Array[];
  /** Mean over all rows: width numbers. */
  readonly overall: Float64Array;
}

/** Fits on the given rows alone; levels go from the finest to the coarsest. @throws when there are no rows */
export function smoothedMeans(
  levels: readonly Grouping[],
  targets: Targets,
  rows: Int32Array,
  smoothing: number,
): SmoothedMeans {
  const overall = meanOver(targets, rows);
  const parents = new Float64Array(rows.length * targets.width);
  for (let at = 0; at < parents.length; at++) parents[at] = overall[at % targets.width] as number;
  const means: Float64Array[] = [];
  for (const level of levels.toReversed())
    means.unshift(smoothLevel(level, targets, rows, smoothing, parents));
  return { levels: means, overall };
}

/** NaN when no row has targets. */
function meanOver({ values, width, known }: Targets, rows: Int32Array): Float64Array {
  if (rows.length === 0) throw new Error('target means need at least one training row, there is none');
  const mean = new Float64Array(width);
  let count = 0;
  for (const row of rows) {
    if (known && !known[row]) continue;
    count++;
    for (let k = 0; k < width; k++) mean[k] = (mean[k] as number) + (values[row * width + k] as number);
  }
  return mean.map((sum) => sum / count);
}

/** One level's means; puts them in place of `parents` for the rows that have a key at this level. */
function smoothLevel(
  { groupOf, keys }: Grouping,
  { values, width, known }: Targets,
  rows: Int32Array,
  smoothing: number,
  parents: Float64Array,
): Float64Array {
  const members = new Float64Array(keys.length);
  const counts = new Float64Array(keys.length);
  const sums = new Float64Array(keys.length * width);
  const above = new Float64Array(keys.length * width);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    const group = groupOf[row] as number;
    if (group < 0) continue;
    const counted = !known || known[row] === 1;
    members[group] = (members[group] as number) + 1;
    if (counted) counts[group] = (counts[group] as number) + 1;
    for (let k = 0; k < width; k++) {
      const cell = group * width + k;
      if (counted) sums[cell] = (sums[cell] as number) + (values[row * width + k] as number);
      above[cell] = (above[cell] as number) + (parents[at * width + k] as number);
    }
  }
  const means = sums.map((sum, cell) => {
    const group = Math.floor(cell / width);
    const count = counts[group] as number;
    const parent = (above[cell] as number) / (members[group] as number);
    return count === 0 ? parent : (sum + smoothing * parent) / (count + smoothing);
  });
  for (let at = 0; at < rows.length; at++) {
    const group = groupOf[rows[at] as number] as number;
    if (group < 0) continue;
    for (let k = 0; k < width; k++) parents[at * width + k] = means[group * width + k] as number;
  }
  return means;
}

/** What the means say of one row, by its finest known key, written to `into` at `offset`. */
export function meansOfRow(
  means: SmoothedMeans,
  levels: readonly Grouping[],
  row: number,
  into: Float32Array,
  offset: number,
): void {
  const width = means.overall.length;
  for (let level = 0; level < levels.length; level++) {
    const group = levels[level]?.groupOf[row] as number;
    const values = means.levels[level] as Float64Array;
    if (group < 0 || Number.isNaN(values[group * width])) continue;
    for (let k = 0; k < width; k++) into[offset + k] = values[group * width + k] as number;
    return;
  }
  for (let k = 0; k < width; k++) into[offset + k] = means.overall[k] as number;
}
