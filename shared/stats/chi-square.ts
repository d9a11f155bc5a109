/** Chi-square test of homogeneity: do two samples of categories come from one distribution? */
import { upperIncompleteGamma } from './incomplete-gamma.ts';

export interface ChiSquare {
  readonly statistic: number;
  readonly degrees: number;
  readonly pValue: number;
}

/**
 * Pearson's test on the 2 x k table of counts, as scipy.stats.chi2_contingency(table, correction=False). Both samples
 * are taken as samples; a category that neither has does not count.
 *
 * @param a counts by category of the first sample
 * @param b counts of the second, in the same order
 * @throws RangeError when lengths differ or a sample is empty
 */
export function chiSquare(a: ArrayLike<number>, b: ArrayLike<number>): ChiSquare {
  if (a.length !== b.length) {
    throw new RangeError(`chi-square of ${a.length} against ${b.length} categories: both need the same`);
  }
  const totalA = total(a);
  const totalB = total(b);
  let statistic = 0;
  let categories = 0;
  for (let k = 0; k < a.length; k++) {
    const both = (a[k] as number) + (b[k] as number);
    if (both === 0) continue;
    categories++;
    statistic += distance(a[k] as number, (both * totalA) / (totalA + totalB));
    statistic += distance(b[k] as number, (both * totalB) / (totalA + totalB));
  }
  const degrees = categories - 1;
  return { statistic, degrees, pValue: degrees === 0 ? 1 : upperIncompleteGamma(degrees / 2, statistic / 2) };
}

/**
 * Pearson's test that a sample is from a distribution known exactly, as scipy.stats.chisquare with the reference scaled
 * to the sample's size. Stricter than the test of homogeneity, as the reference has no chance of its own: with sides of
 * one size twice the statistic.
 *
 * @param reference counts or shares by category
 * @param observed counts of the sample, in the same order; a category that the reference has not makes p = 0
 * @throws RangeError when lengths differ or a sample is empty
 */
export function goodnessOfFit(reference: ArrayLike<number>, observed: ArrayLike<number>): ChiSquare {
  if (reference.length !== observed.length) {
    throw new RangeError(
      `chi-square of ${reference.length} against ${observed.length} categories: both need the same`,
    );
  }
  const scale = total(observed) / total(reference);
  let statistic = 0;
  let categories = 0;
  for (let k = 0; k < reference.length; k++) {
    const expected = (reference[k] as number) * scale;
    if (expected === 0 && observed[k] === 0) continue;
    categories++;
    statistic += distance(observed[k] as number, expected);
  }
  const degrees = categories - 1;
  return { statistic, degrees, pValue: degrees === 0 ? 1 : upperIncompleteGamma(degrees / 2, statistic / 2) };
}

function distance(observed: number, expected: number): number {
  return (observed - expected) ** 2 / expected;
}

function total(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < counts.length; k++) sum += counts[k] as number;
  if (!(sum > 0)) throw new RangeError('chi-square of an empty sample: each side needs at least one row');
  return sum;
}
