import { expect, test } from 'vitest';
import { arrivals, rateAt, secondsOf } from './arrivals.ts';

test('arrivals of a constant rate are evenly spaced from 0 to before the end', () => {
  expect([...arrivals([{ rate: 4, seconds: 2 }])]).toEqual([0, 250, 500, 750, 1000, 1250, 1500, 1750]);
});

test('a phase begins where the one before ends', () => {
  const phases = [
    { rate: 2, seconds: 1 },
    { rate: 0, seconds: 2 },
    { rate: 5, seconds: 0.6 },
  ];
  expect([...arrivals(phases)]).toEqual([0, 500, 3000, 3200, 3400]);
  expect(secondsOf(phases)).toBeCloseTo(3.6);
  expect([0, 1, 2.9, 3, 3.6].map((second) => rateAt(phases, second))).toEqual([2, 0, 0, 5, 0]);
});

test.each([
  [2000, 60, 120_000],
  [0.5, 10, 5],
  [10, 0.3, 3],
  [7, 1.5, 11],
])('%d a second for %d s are %d requests', (rate, seconds, expected) => {
  expect([...arrivals([{ rate, seconds }])]).toHaveLength(expected);
});
