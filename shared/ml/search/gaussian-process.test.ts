import { expect, test } from 'vitest';
import { normal, seeded } from '../random.ts';
import sklearn from './fixtures/gaussian-process.json' with { type: 'json' };
import { gaussianProcess, smoothnessOf } from './gaussian-process.ts';

test('beliefs are those of scikit-learn', () => {
  const { points, values, lengths, noise, asked, mean, deviation } = sklearn;
  const belief = gaussianProcess(points, values, { lengths: Float64Array.from(lengths), noise });
  asked.forEach((point, i) => {
    expect(belief(point).mean).toBeCloseTo(mean[i] as number, 10);
    expect(belief(point).deviation).toBeCloseTo(deviation[i] as number, 10);
  });
});

test('settings that change nothing are seen to change nothing', () => {
  const random = seeded('smoothness');
  const points = Array.from({ length: 40 }, () => [random(), random(), random()]);
  const values = points.map(([a = 0]) => Math.sin(6 * a) + 0.05 * normal(random));
  const { lengths, noise } = smoothnessOf(points, values);
  expect(lengths[0]).toBeLessThan(0.7);
  expect(lengths[1]).toBeGreaterThan(2);
  expect(lengths[2]).toBeGreaterThan(2);
  expect(noise).toBeLessThan(0.05);
});

test('one point is enough for a belief: sure there, unsure far away', () => {
  const belief = gaussianProcess([[0.5, 0.5]], [1], smoothnessOf([[0.5, 0.5]], [1]));
  expect(belief([0.5, 0.5]).mean).toBeCloseTo(1, 12);
  expect(belief([0.5, 0.5]).deviation).toBeLessThan(belief([1, 0]).deviation / 2);
});
