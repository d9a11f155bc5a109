import { expect, it } from 'vitest';
import { normal, seeded } from '../random.ts';
import { averageOf } from './average.ts';
import type { TreeEnsemble } from './model.ts';
import { scoreModel } from './score.ts';
import { fitBoosting } from './trees/boosting.ts';

const random = seeded(3);
const rows = 400;
const x = { rows, names: ['a', 'b'], data: Float32Array.from({ length: 2 * rows }, () => normal(random)) };
const y = Float64Array.from({ length: rows }, (_, row) => (x.data[2 * row] as number) ** 2 + normal(random));
const task = { task: 'regression', classes: 0 } as const;
const fitted = [1, 2, 3].map((seed) =>
  fitBoosting({ x, y }, undefined, { rounds: 20 * seed }, seed, task),
) as TreeEnsemble[];

it('scores as the mean of the scores', () => {
  const average = averageOf(fitted);
  const each = fitted.map((model) => scoreModel(model, x));
  scoreModel(average, x).forEach((score, row) => {
    const mean = each.reduce((sum, scores) => sum + (scores[row] as number) / 3, 0);
    expect(score).toBeCloseTo(mean, 5);
  });
  expect(average.trees).toHaveLength(120);
  for (const { value } of average.trees) expect(value).toEqual(value.map(Math.fround));
});

it('of one is that one; of none, and of different outputs, there is none', () => {
  const [first] = fitted as [TreeEnsemble];
  expect(averageOf([first])).toBe(first);
  expect(() => averageOf([])).toThrow('at least one');
  expect(() => averageOf([first, { ...first, outputs: 2 }])).toThrow('1 and 2 outputs');
});
