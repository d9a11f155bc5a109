/** Population Stability Index: how far the shares of bins have moved. */

/** Stands in for an empty bin, so that its logarithm exists (as Evidently). */
const EMPTY = 1e-4;

/**
 * Sum of (p - q) * ln(p / q) over bins (Siddiqi, "Credit Risk Scorecards", 2006). Below 0.1 is read as stable, above
 * 0.25 as a shift.
 *
 * @param a counts or shares by bin of the reference
 * @param b of the current sample, in the same order
 * @returns NaN when a side is empty
 */
export function populationStability(a: readonly number[], b: readonly number[]): number {
  const totalA = a.reduce((sum, count) => sum + count, 0);
  const totalB = b.reduce((sum, count) => sum + count, 0);
  if (!(totalA > 0 && totalB > 0)) return Number.NaN;
  return a.reduce((sum, count, k) => {
    const p = count / totalA || EMPTY;
    const q = (b[k] ?? 0) / totalB || EMPTY;
    return sum + (p - q) * Math.log(p / q);
  }, 0);
}
