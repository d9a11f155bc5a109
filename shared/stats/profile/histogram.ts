/** Two numeric columns as counts over the same bins of equal width. */
import type { NumericProfile } from './profile.ts';

export interface Histogram {
  /** Bounds of the bins, ascending, one more than there are bins. */
  readonly edges: readonly number[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/**
 * Bins over the range of both, as many as Sturges says (1926): numpy.histogram_bin_edges(both, bins='sturges'), in
 * which Evidently compares numbers.
 */
export function sturges(reference: NumericProfile, current: NumericProfile): Histogram {
  const low = Math.min(reference.min ?? Number.NaN, current.min ?? Number.NaN);
  const high = Math.max(reference.max ?? Number.NaN, current.max ?? Number.NaN);
  const range = high - low;
  // As numpy divides, so that rounding falls alike.
  const bins = range > 0 ? Math.ceil(range / (range / (Math.log2(reference.count + current.count) + 1))) : 1;
  return histogram(reference, current, low, high, bins);
}

/** Bins of equal width from low to high; what lies beyond counts in the outermost. */
export function histogram(
  reference: NumericProfile,
  current: NumericProfile,
  low: number,
  high: number,
  bins: number,
): Histogram {
  const edges = Array.from({ length: bins + 1 }, (_, k) =>
    k === bins ? high : low + (k * (high - low)) / bins,
  );
  return { edges, reference: countsIn(edges, reference), current: countsIn(edges, current) };
}

/** A bin has its lower bound, the last one both. */
function countsIn(edges: readonly number[], { points, weights }: NumericProfile): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  let bin = 0;
  for (let i = 0; i < points.length; i++) {
    while (bin < counts.length - 1 && (points[i] as number) >= (edges[bin + 1] as number)) bin++;
    counts[bin] = (counts[bin] as number) + (weights[i] as number);
  }
  return counts;
}
