import { expect, it } from 'vitest';
import { bandCuts, bandOf } from './bands.ts';
import { interpolate } from './interpolate.ts';

it('bands have equal mass', () => {
  const values = Float64Array.from({ length: 1000 }, (_, i) => (i * 617) % 1000);
  const cuts = bandCuts(values, 10);
  const rows = new Array<number>(10).fill(0);
  for (const value of values) rows[bandOf(value, cuts)] = (rows[bandOf(value, cuts)] ?? 0) + 1;
  expect(rows).toEqual(new Array(10).fill(100));
});

it('equal values stay together, however many bands are asked for', () => {
  const cuts = bandCuts([1, 1, 1, 1, 2], 10);
  expect([...cuts].every((cut, i) => i === 0 || cut > (cuts[i - 1] ?? cut))).toBe(true);
  expect(bandOf(1, cuts)).toBe(0);
  expect(bandOf(2, cuts)).toBe(cuts.length);
});

it('interpolation is that of numpy.interp', () => {
  const at = [0, 1, 1.5, 2, 2.5, 3, 9].map((x) => interpolate(x, [1, 2, 3], [10, 20, 40]));
  expect(at).toEqual([10, 10, 15, 20, 30, 40, 40]);
});
