import { expect, test } from 'vitest';
import { normal, seeded } from '../random.ts';
import { expectedImprovement } from './improvement.ts';

test('where the mean is the lowest value, deviation / sqrt(2 pi)', () => {
  expect(expectedImprovement({ mean: 3, deviation: 2 }, 3)).toBeCloseTo(2 / Math.sqrt(2 * Math.PI), 14);
});

test('without doubt it is the difference, or nothing', () => {
  expect(expectedImprovement({ mean: 1, deviation: 0 }, 3)).toBe(2);
  expect(expectedImprovement({ mean: 5, deviation: 0 }, 3)).toBe(0);
});

test.each([-1.5, 0.4, 2])('it is the mean of what draws improve (mean %d)', (mean) => {
  const random = seeded('improvement', mean);
  let sum = 0;
  for (let i = 0; i < 200_000; i++) sum += Math.max(0, 0.5 - (mean + 0.8 * normal(random)));
  expect(expectedImprovement({ mean, deviation: 0.8 }, 0.5)).toBeCloseTo(sum / 200_000, 2);
});
