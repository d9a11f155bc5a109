/** The statistics against scipy (scripts/reference/two_sample.py). */
import { describe, expect, it } from 'vitest';
import { chiSquare } from './chi-square.ts';
import scipy from './fixtures/two-sample.json' with { type: 'json' };
import { upperIncompleteGamma } from './incomplete-gamma.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { ksPValue, ksStatistic, ksTest } from './kolmogorov-smirnov.ts';
import { quantile } from './quantile.ts';
import { twoProportions } from './two-proportions.ts';
import { wasserstein } from './wasserstein.ts';

const sorted = (values: number[]) => ({ values: Float64Array.from(values).sort() });

describe('two samples', () => {
  it.each(scipy.samples)('Kolmogorov-Smirnov is that of scipy ($ks)', ({ a, b, ks, p }) => {
    const test = ksTest(sorted(a), sorted(b));
    expect(test.statistic).toBeCloseTo(ks, 12);
    expect(test.pValue / p).toBeCloseTo(1, 9);
  });

  it.each(scipy.samples)('the Wasserstein distance is that of scipy ($wasserstein)', (sample) => {
    expect(wasserstein(sorted(sample.a), sorted(sample.b))).toBeCloseTo(sample.wasserstein, 12);
  });

  it.each(scipy.sizes)('p of D = $d for $n and $m rows is that of scipy', ({ n, m, d, p }) => {
    expect(Math.abs(ksPValue(d, n, m) - p)).toBeLessThan(1e-6);
    expect(ksPValue(d, n, m) / p).toBeCloseTo(1, 2);
  });

  it('a weighted sample counts as the rows that it stands for', () => {
    const rows = sorted([1, 1, 1, 2, 5, 5]);
    const weighted = { values: [1, 2, 5], weights: [3, 1, 2] };
    const other = sorted([0, 1, 2, 2, 3, 9, 9]);
    expect(ksStatistic(weighted, other)).toBeCloseTo(ksStatistic(rows, other), 14);
    expect(wasserstein(other, weighted)).toBeCloseTo(wasserstein(other, rows), 14);
  });

  it('refuses an empty sample', () => {
    expect(() => ksTest({ values: [] }, { values: [1] })).toThrow('empty sample');
  });
});

describe('categories', () => {
  it.each(scipy.tables)('chi-square is that of scipy ($statistic)', ({ a, b, statistic, p }) => {
    const test = chiSquare(a, b);
    expect(test.statistic).toBeCloseTo(statistic, 10);
    expect(test.pValue / p).toBeCloseTo(1, 10);
  });

  it.each(scipy.tables)('the Jensen-Shannon distance is that of scipy ($js)', ({ a, b, js }) => {
    expect(jensenShannon(a, b)).toBeCloseTo(js, 12);
  });

  it('a category that nobody has is no degree of freedom', () => {
    expect(chiSquare([30, 0, 70], [40, 0, 60]).degrees).toBe(1);
  });

  it('the Z test of two proportions is that of the textbook', () => {
    const { a, n, b, m, z, p } = scipy.z;
    const test = twoProportions(a, n, b, m);
    expect(test.statistic).toBeCloseTo(z, 12);
    expect(test.pValue / p).toBeCloseTo(1, 10);
  });
});

it.each(scipy.gammas)('Q($a, $x) is that of scipy', ({ a, x, q }) => {
  expect(upperIncompleteGamma(a, x) / q).toBeCloseTo(1, 11);
});

it('quantiles are those of numpy', () => {
  const { values, p, q } = scipy.quantile;
  expect(p.map((at) => quantile(values, at))).toEqual(q);
  expect(() => quantile(values, 1.5)).toThrow('between 0 and 1');
});
