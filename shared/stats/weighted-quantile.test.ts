import { describe, expect, it } from 'vitest';
import { weightedQuantile } from './weighted-quantile.ts';

describe('the weighted quantile', () => {
  it('is the inverse of the distribution function, as numpy.quantile(method="inverted_cdf")', () => {
    const values = [8, 3, 20, 6, 7, 10, 8, 16, 13, 15];
    expect([0, 0.1, 0.25, 0.5, 0.75, 0.9, 1].map((p) => weightedQuantile(values, p))).toEqual([
      3, 3, 7, 8, 15, 16, 20,
    ]);
  });

  it('takes a weight of 2 as the value twice', () => {
    for (const p of [0, 0.2, 0.4, 0.6, 0.8, 1])
      expect(weightedQuantile([5, 1, 9], p, [1, 2, 2])).toBe(weightedQuantile([5, 1, 1, 9, 9], p));
  });

  it('refuses what has none', () => {
    expect(() => weightedQuantile([], 0.5)).toThrow('empty sample');
    expect(() => weightedQuantile([1], 1.5)).toThrow('p = 1.5');
  });
});
