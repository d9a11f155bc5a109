import { describe, expect, it } from 'vitest';
import { normal, seeded } from '../../random.ts';
import type { Matrix } from '../../table.ts';
import { families } from '../families.ts';
import { scoreModel } from '../score.ts';
import { binsOf } from './binning.ts';
import { bundlesOf } from './bundles.ts';
import { javascriptKernel } from './kernel/javascript.ts';
import { thresholdsOf } from './thresholds.ts';

/** Two features with gaps and ties, and the four values of a one-hot one. */
function made(rows: number, seed: number): { x: Matrix; y: Float64Array } {
  const random = seeded(seed);
  const names = ['a', 'b', 'p', 'q', 'r', 's'];
  const data = new Float32Array(rows * 6);
  for (let row = 0; row < rows; row++) {
    data[6 * row] = random() < 0.2 ? Number.NaN : Math.round(3 * normal(random));
    data[6 * row + 1] = random() < 0.1 ? Number.NaN : normal(random);
    data[6 * row + 2 + Math.floor(4 * random())] = 1;
  }
  return { x: { rows, names, data }, y: Float64Array.from({ length: rows }, () => normal(random)) };
}

/** Least sum of squares over all splits in two, each side with at least `least` rows, by trying them all. */
function leastSquares({ names, data }: Matrix, y: Float64Array, least: number): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (let feature = 0; feature < names.length; feature++) {
    const values = Array.from(y, (_, row) => data[row * names.length + feature] as number);
    for (const threshold of [...new Set(values.filter((value) => !Number.isNaN(value)))]) {
      for (const missingLeft of [true, false]) {
        const left = values.map((value) => (Number.isNaN(value) ? missingLeft : value <= threshold));
        const sides = [y.filter((_, i) => left[i]), y.filter((_, i) => !left[i])];
        if (sides.some((side) => side.length < least)) continue;
        lowest = Math.min(
          lowest,
          sides.map(squares).reduce((a, b) => a + b),
        );
      }
    }
  }
  return lowest;
}

function squares(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

it('a split is the best of all, gaps and one-hot features included', () => {
  const settings = { maxLeaves: 2, minChildWeight: 5, lambda: 0 };
  for (let seed = 0; seed < 30; seed++) {
    const { x, y } = made(80, seed);
    const model = families.tree.fit({ x, y }, undefined, settings, 1, { task: 'regression', classes: 0 });
    const scores = scoreModel(model, x);
    const reached = y.reduce((sum, value, i) => sum + (value - (scores[i] as number)) ** 2, 0);
    expect(reached).toBeCloseTo(leastSquares(x, y, 5), 4);
  }
});

it('values of one text column share a histogram column, others do not', () => {
  expect(bundlesOf(binsOf(made(200, 1).x, 255, javascriptKernel()))).toEqual([[0], [1], [2, 3, 4, 5]]);
});

describe('thresholds', () => {
  it('lie between values that occur, for neighbours in float32 on the lower one', () => {
    const next = Math.fround(1 + 2 ** -23);
    expect([...thresholdsOf(Float32Array.of(1, next, 2, 2, 5), 255)]).toEqual([1, 1.5, 3.5]);
    expect([...thresholdsOf(Float32Array.of(4, 4), 255)]).toEqual([]);
  });

  it('part many values into bins of about equal size', () => {
    const random = seeded(1);
    const values = Float32Array.from({ length: 10_000 }, () => Math.exp(3 * normal(random))).sort();
    const bounds = thresholdsOf(values, 50);
    expect(bounds.length).toBeGreaterThan(45);
    expect(bounds.length).toBeLessThan(50);
    bounds.forEach((bound, i) => {
      const inBin = values.filter((value) => value <= bound && value > (bounds[i - 1] ?? 0)).length;
      expect(inBin).toBeLessThan(230);
    });
  });
});
