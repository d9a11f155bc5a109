/** Jensen-Shannon distance between two discrete distributions. */

/**
 * The square root of the Jensen-Shannon divergence, in nats: scipy.spatial.distance.jensenshannon with its default
 * base e, which is also what Evidently compares with 0.1. It lies between 0 and sqrt(ln 2) = 0.8326.
 * Endres and Schindelin, "A New Metric for Probability Distributions" (2003).
 *
 * @param a counts or shares by category; scaled to sum 1
 * @param b the same categories in the same order
 * @throws RangeError when lengths differ or a sample is empty
 */
export function jensenShannon(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    throw new RangeError(`Jensen-Shannon of ${a.length} against ${b.length} categories: both need the same`);
  }
  const scaleA = 1 / total(a);
  const scaleB = 1 / total(b);
  let divergence = 0;
  for (let k = 0; k < a.length; k++) {
    const p = (a[k] as number) * scaleA;
    const q = (b[k] as number) * scaleB;
    const middle = (p + q) / 2;
    if (p > 0) divergence += p * Math.log(p / middle);
    if (q > 0) divergence += q * Math.log(q / middle);
  }
  return Math.sqrt(Math.max(0, divergence / 2));
}

function total(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < counts.length; k++) sum += counts[k] as number;
  if (!(sum > 0)) throw new RangeError('Jensen-Shannon of an empty sample: each side needs at least one row');
  return sum;
}
