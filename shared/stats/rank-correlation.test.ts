import { expect, test } from 'vitest';
import { rankCorrelation } from './rank-correlation.ts';

test('is that of scipy.stats.spearmanr, ties included', () => {
  expect(rankCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 12);
  expect(rankCorrelation([1, 1, 2, 5, 3, 3], [9, 2, 2, 1, 0, 4])).toBeCloseTo(-0.5821543981758688, 12);
});

test('is exact for what only ever rises or falls', () => {
  const values = [0.1, 2, 3, 50];
  expect(rankCorrelation(values, values.map(Math.exp))).toBe(1);
  expect(
    rankCorrelation(
      values,
      values.map((value) => -value),
    ),
  ).toBe(-1);
});

test('is no number where nothing varies', () => {
  expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNaN();
  expect(rankCorrelation([], [])).toBeNaN();
});
