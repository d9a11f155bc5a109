/** Courses of several runs on one axis. */
import { expect, test } from 'vitest';
import { alignedOf } from './aligned.ts';

const pointsOf = (...pairs: readonly (readonly [step: number, value: number | null])[]) => ({
  points: pairs.map(([step, value]) => ({ step, value, at: '2026-01-01T00:00:00Z' })),
});

test('every step is there once, in order; where a run has nothing there is nothing', () => {
  const { at, series } = alignedOf([pointsOf([10, 1], [0, 2]), pointsOf([2, 3], [10, null])]);
  expect(at).toEqual([0, 2, 10]);
  expect(series).toEqual([
    [2, null, 1],
    [null, 3, null],
  ]);
});

test('of two values at a step the last one is told', () => {
  expect(alignedOf([pointsOf([1, 5], [1, 6])]).series).toEqual([[6]]);
});
