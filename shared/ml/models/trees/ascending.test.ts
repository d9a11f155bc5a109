import { expect, it } from 'vitest';
import { normal, seeded } from '../../random.ts';
import { ascending } from './ascending.ts';

it('puts numbers of all sizes and both signs in the order that comparisons do', () => {
  const random = seeded('ascending');
  const odd = [
    0,
    -0,
    1,
    -1,
    1e-45,
    -1e-45,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    3.4e38,
    -3.4e38,
  ];
  const values = Float32Array.from({ length: 5000 }, (_, i) =>
    i < 20 ? (odd[i % odd.length] as number) : normal(random) * 10 ** Math.round(20 * (random() - 0.5)),
  );
  expect(ascending(values)).toEqual(values.slice().sort());
});

it.each([0, 1, 2])('takes %i numbers', (count) => {
  const values = Float32Array.from({ length: count }, (_, i) => -i);
  expect(ascending(values)).toEqual(values.slice().sort());
});
