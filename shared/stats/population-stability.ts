/** Population Stability Index: how far the shares of bins have moved. */

/** Shares up to this are small. */
const SMALL = 1e-4;

/**
 * Sum of (p - q) * ln(p / q) over bins (Siddiqi, "Credit Risk Scorecards", 2006). Below 0.1 is read as stable, above
 * 0.25 as a shift. So that its logarithm exists, the share of an empty bin counts as Evidently takes it: 0.0001, or a
 * millionth of the side's least share where that is no larger than 0.0001.
 *
 * @param a counts or shares by bin of the reference
 * @param b of the current sample, in the same order
 * @returns NaN when a side is empty
 */
export function populationStability(a: readonly number[], b: readonly number[]): number {
  const p = filledShares(a);
  const q = filledShares(b);
  return p.reduce((sum, share, k) => {
    const other = q[k] ?? Number.NaN;
    return sum + (share - other) * Math.log(share / other);
  }, 0);
}

function filledShares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => count / total);
  const least = shares.reduce((min, share) => (share > 0 ? Math.min(min, share) : min), 1);
  const empty = least <= SMALL ? least / 1e6 : SMALL;
  return shares.map((share) => (share === 0 ? empty : share));
}
