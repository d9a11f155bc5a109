import { expect, it } from 'vitest';
import { normal, seeded } from '../ml/random.ts';
import { sorted } from './sorted.ts';

const random = seeded(3);
const column = (of: () => number) => Float64Array.from({ length: 20_000 }, of);

it.each([
  ['around 0, over all magnitudes', column(() => normal(random) * 10 ** Math.floor(40 * random() - 20))],
  ['whole', column(() => Math.floor(1000 * random()))],
  ['all the same', column(() => -7.5)],
  [
    'infinite and tiny',
    column(() => [Infinity, -Infinity, 5e-324, -5e-324, 1e308][Math.floor(5 * random())] ?? 0),
  ],
])('numbers that are %s come in the order of Float64Array.sort', (_, values) => {
  const before = values.slice();
  const expected = values.slice().sort();
  expect(sorted(values).every((value, i) => value === expected[i])).toBe(true);
  expect(values.every((value, i) => value === before[i])).toBe(true);
});

it('few numbers are sorted too', () => {
  expect([...sorted(Float64Array.of(3, -1, 2))]).toEqual([-1, 2, 3]);
});
