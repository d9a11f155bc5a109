import { expect, it } from 'vitest';
import { below, normal, sample, seeded } from './random.ts';

it('the same seed gives the same numbers, another seed others', () => {
  const draw = (...seed: (number | string)[]) => Array.from({ length: 5 }, seeded(...seed));
  expect(draw(7, 'boosting')).toEqual(draw(7, 'boosting'));
  expect(draw(7, 'boosting')).not.toEqual(draw(8, 'boosting'));
});

it('numbers are uniform and normal', () => {
  const random = seeded(1);
  const n = 100_000;
  const mean = (draw: () => number) => Array.from({ length: n }, draw).reduce((sum, x) => sum + x, 0) / n;
  expect(mean(random)).toBeCloseTo(0.5, 2);
  expect(mean(() => normal(random) ** 2)).toBeCloseTo(1, 1);
  expect(mean(() => below(random, 5))).toBeCloseTo(2, 1);
});

it('a sample has distinct ascending indices, each as likely', () => {
  const hits = new Array<number>(10).fill(0);
  for (let seed = 0; seed < 2000; seed++) {
    const drawn = [...sample(seeded(seed), 10, 4)];
    expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b));
    for (const index of drawn) hits[index] = (hits[index] as number) + 1;
  }
  for (const count of hits) expect(Math.abs(count - 800)).toBeLessThan(120);
});
