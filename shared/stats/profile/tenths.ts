/** Two numeric columns as counts over the tenths of the first. */
import type { NumericProfile } from './profile.ts';

const BINS = 10;

/**
 * Rows of the reference and of the current column in bins cut at the reference's deciles; deciles that coincide make
 * one cut.
 */
export function tenths(reference: NumericProfile, current: NumericProfile): [number[], number[]] {
  const cuts = deciles(reference);
  return [binned(reference, cuts), binned(current, cuts)];
}

/** Distinct upper bounds of all bins but the last. */
function deciles({ points, weights, count, max }: NumericProfile): number[] {
  const cuts = new Set<number>();
  let reached = 0;
  let next = 1;
  for (let i = 0; i < points.length; i++) {
    reached += weights[i] as number;
    for (; next < BINS && reached >= (count * next) / BINS; next++) cuts.add(points[i] as number);
  }
  return [...cuts].filter((cut) => cut !== max);
}

function binned({ points, weights }: NumericProfile, cuts: readonly number[]): number[] {
  const bins = new Array<number>(cuts.length + 1).fill(0);
  let bin = 0;
  for (let i = 0; i < points.length; i++) {
    while (bin < cuts.length && (points[i] as number) > (cuts[bin] as number)) bin++;
    bins[bin] = (bins[bin] as number) + (weights[i] as number);
  }
  return bins;
}
