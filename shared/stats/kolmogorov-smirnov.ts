/** Two-sample Kolmogorov-Smirnov test: the largest gap between two distribution functions, and how rare it is. */
import { kolmogorovSurvival } from './kolmogorov.ts';
import { type SortedSample, totalWeight, weightAt } from './sample.ts';

/** Above this size of the larger sample scipy's `method='auto'` turns asymptotic; so does this. */
const EXACT_ROWS = 10_000;
/** Lattice points beyond which the exact count is not worth its time (the p-value is then next to 0 anyway). */
const EXACT_STEPS = 30_000_000;

/**
 * The statistic D = max |F_a - F_b|, in one pass over both samples.
 *
 * @throws RangeError when a sample is empty
 */
export function ksStatistic(a: SortedSample, b: SortedSample): number {
  const stepA = 1 / totalWeight(a);
  const stepB = 1 / totalWeight(b);
  let i = 0;
  let j = 0;
  let reachedA = 0;
  let reachedB = 0;
  let gap = 0;
  while (i < a.values.length && j < b.values.length) {
    const x = Math.min(a.values[i] as number, b.values[j] as number);
    while (i < a.values.length && (a.values[i] as number) <= x) {
      reachedA += weightAt(a, i++);
    }
    while (j < b.values.length && (b.values[j] as number) <= x) {
      reachedB += weightAt(b, j++);
    }
    gap = Math.max(gap, Math.abs(reachedA * stepA - reachedB * stepB));
  }
  return gap;
}

/**
 * The two-sided test of scipy.stats.ks_2samp(a, b, method='auto'): exact up to 10,000 rows a side, asymptotic beyond.
 *
 * @throws RangeError when a sample is empty
 */
export function ksTest(a: SortedSample, b: SortedSample): { statistic: number; pValue: number } {
  const statistic = ksStatistic(a, b);
  return { statistic, pValue: ksPValue(statistic, totalWeight(a), totalWeight(b)) };
}

/**
 * P(D >= statistic) for two samples of these sizes from one distribution.
 *
 * @param statistic between 0 and 1
 */
export function ksPValue(statistic: number, sizeA: number, sizeB: number): number {
  const large = Math.round(Math.max(sizeA, sizeB));
  const small = Math.round(Math.min(sizeA, sizeB));
  const exact = large <= EXACT_ROWS && (large === small || 2 * statistic * large * small <= EXACT_STEPS);
  if (!exact) return kolmogorovSurvival(Math.round((large * small) / (large + small)), statistic);
  const divisor = greatestCommonDivisor(large, small);
  const gap = Math.round(statistic * (large / divisor) * small);
  if (gap === 0) return 1;
  const p = large === small ? equalSizes(large, gap) : unequalSizes(large, small, divisor, gap);
  return Math.min(1, Math.max(0, p));
}

/**
 * P(D >= gap / n) for two samples of n, by reflection: Gnedenko and Korolyuk (1951), as a product that cannot
 * overflow.
 */
function equalSizes(n: number, gap: number): number {
  let p = 0;
  for (let k = Math.floor(n / gap); k >= 0; k--) {
    let term = 1;
    for (let j = 0; j < gap; j++) term = ((n - k * gap - j) * term) / (n + k * gap + j + 1);
    p = term * (1 - p);
  }
  return 2 * p;
}

/**
 * P(a lattice path from (0,0) to (m,n) leaves the band |i/m - j/n| < gap/lcm): Hodges, "The Significance Probability
 * of the Smirnov Two-Sample Test" (1957). `outside[j]` is that probability for the paths that end in (i,j).
 */
function unequalSizes(m: number, n: number, divisor: number, gap: number): number {
  const stepI = n / divisor;
  const stepJ = m / divisor;
  const outside = new Float64Array(n + 1).fill(1);
  outside.fill(0, 0, Math.min(Math.ceil(gap / stepJ), n + 1));
  let last = 1;
  for (let i = 1; i <= m; i++) {
    const from = Math.min(Math.max(Math.floor((stepI * i - gap) / stepJ) + 1, 0), n);
    const to = Math.min(Math.ceil((stepI * i + gap) / stepJ), n + 1);
    if (to <= from) return 1;
    last = from === 0 ? 0 : 1;
    for (let j = from; j < to; j++) {
      last = ((outside[j] as number) * i + last * j) / (i + j);
      outside[j] = last;
    }
  }
  return last;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
