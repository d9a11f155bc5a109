/** Histograms against numpy's, and what holds of any. */
import { describe, expect, test } from 'vitest';
import { normal, seeded } from '../../../shared/ml/random.ts';
import { histogram } from './histogram.ts';

const sorted = (values: Iterable<number>): Float64Array => Float64Array.from(values).sort();
const rowsIn = (bins: readonly { rows: number }[]): number => bins.reduce((sum, { rows }) => sum + rows, 0);

test('few different values have a bar each', () => {
  expect(histogram(sorted([3, 1, 3, 2, 3]))).toEqual([
    { from: 1, to: 1, rows: 1 },
    { from: 2, to: 2, rows: 1 },
    { from: 3, to: 3, rows: 3 },
  ]);
  expect(histogram(new Float64Array())).toEqual([]);
});

test('evenly spread values fill 20 bins evenly, as numpy.histogram does', () => {
  // numpy.histogram(range(1000), bins=20)[0] is 50 in each; here the end bins reach 0.5 % further out.
  const bins = histogram(sorted(Array.from({ length: 1000 }, (_, i) => i)));
  expect(bins).toHaveLength(20);
  for (const { rows } of bins) expect(Math.abs(rows - 50)).toBeLessThanOrEqual(5);
  expect([bins[0]?.from, bins.at(-1)?.to]).toEqual([0, 999]);
});

test('orders of magnitude are binned by their logarithm', () => {
  const bins = histogram(sorted(Array.from({ length: 4001 }, (_, i) => 10 ** (i / 1000))));
  const ratios = bins.slice(1, -1).map(({ from, to }) => to / from);
  expect(Math.max(...ratios) / Math.min(...ratios)).toBeCloseTo(1, 9);
});

test('one value far out does not squeeze all others into one bin', () => {
  const random = seeded('tail');
  const values = Array.from({ length: 2000 }, () => normal(random));
  const bins = histogram(sorted([...values, 1e9]));
  expect(Math.max(...bins.map(({ rows }) => rows))).toBeLessThan(500);
  expect(bins.at(-1)?.to).toBe(1e9);
});

describe.each([[5], [21], [300], [5000]])('any %i numbers', (rows) => {
  test.each([
    ['normal', (random: () => number) => normal(random)],
    ['heavy', (random: () => number) => Math.exp(5 * normal(random))],
    ['mostly one value', (random: () => number) => (random() < 0.995 ? 7 : 100 * random())],
    ['whole', (random: () => number) => Math.floor(60 * random())],
  ])('%s: every row in one bin, bins that touch', (name, draw) => {
    const random = seeded(name, rows);
    const values = sorted(Array.from({ length: rows }, () => draw(random)));
    const bins = histogram(values);
    expect(rowsIn(bins)).toBe(rows);
    expect(bins.length).toBeLessThanOrEqual(20);
    expect([bins[0]?.from, bins.at(-1)?.to]).toEqual([values[0], values.at(-1)]);
    for (const [i, { from, to }] of bins.entries()) {
      const next = bins[i + 1];
      expect(to).toBeGreaterThanOrEqual(from);
      if (next && to > from) expect(next.from).toBe(to);
    }
  });
});
