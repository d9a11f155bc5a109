import { describe, expect, it } from 'vitest';
import { divide, feature, multiply } from '../expression.ts';
import { normal, seeded } from '../random.ts';
import type { Table } from '../table.ts';
import { applyFeatures } from './apply.ts';
import { fitTransform } from './fit.ts';
import { foldOfRows } from './folds.ts';
import type { FeatureSpecification } from './specification.ts';

const regression = { task: 'regression' } as const;
const everyRow = (table: Table) => Int32Array.from({ length: table.rows }, (_, row) => row);

const towns: Table = {
  rows: 6,
  columns: {
    town: ['a', 'a', 'a', 'b', 'c', null],
    size: Float64Array.of(100, 400, Number.NaN, 50, 0, 200),
  },
};
const prices = [200, 200, 999, 400, 777, 800];
const asked: Table = {
  rows: 5,
  columns: { town: ['a', 'b', 'c', 'z', null], size: Float64Array.of(10, 20, 30, 40, Number.NaN) },
};
const learn = (specifications: readonly FeatureSpecification[]) =>
  fitTransform(specifications, towns, prices.map(Math.log), regression, everyRow(towns)).fitted;

describe('the mean of the target for each unit of a column', () => {
  const perSize: FeatureSpecification = {
    kind: 'targetMean',
    name: 'price_per_size',
    levels: [['town']],
    smoothing: 0,
    per: 'size',
  };

  it('is geometric, of the rows that have the column', () => {
    const { data } = applyFeatures(learn([perSize]), asked);
    // a: sqrt(200 / 100 * 200 / 400) = 1; b: 8; c has no size above 0; all: (2 * 0.5 * 8 * 4) ^ (1 / 4) = 2.378.
    const all = 32 ** 0.25;
    [1, 8, all, all, all].forEach((wanted, row) => {
      expect(data[row]).toBeCloseTo(wanted, 5);
    });
  });

  it('is not to be had of classes', () => {
    const task = { task: 'classification', classes: ['x', 'y'] } as const;
    const target = [0, 1, 0, 1, 0, 1];
    expect(() => fitTransform([perSize], towns, target, task, everyRow(towns))).toThrow('but it is a class');
  });
});

describe('the mean of a column', () => {
  const size: FeatureSpecification = {
    kind: 'groupMean',
    name: 'town_size',
    column: 'size',
    levels: [['town']],
    smoothing: 1,
  };

  it('is geometric and smoothed', () => {
    const { data } = applyFeatures(learn([size]), asked);
    const all = (100 * 400 * 50 * 200) ** 0.25;
    const wanted = [(100 * 400 * all) ** (1 / 3), (50 * all) ** 0.5, all, all, all];
    wanted.forEach((value, row) => {
      expect(data[row]).toBeCloseTo(value, 3);
    });
  });

  it('is what a formula computes with', () => {
    const beside: FeatureSpecification = {
      kind: 'formula',
      name: 'beside',
      of: divide('size', feature('town_size')),
    };
    const { data } = applyFeatures(learn([size, beside]), asked);
    for (let row = 0; row < 4; row++) {
      const own = asked.columns.size?.[row] as number;
      expect(data[2 * row + 1]).toBe(Math.fround(own / (data[2 * row] as number)));
    }
    expect(data[9]).toBeNaN();
  });

  it('says which feature is not there to compute with', () => {
    const beside: FeatureSpecification = { kind: 'formula', name: 'beside', of: feature('town_sise') };
    expect(() => learn([size, beside])).toThrow(
      'no feature "town_sise" to compute with: there are town_size',
    );
  });
});

describe('training rows', () => {
  const rows = 6000;
  const random = seeded(5, 'leak');
  const table: Table = {
    rows,
    columns: {
      place: Array.from({ length: rows }, () => `p${Math.floor(random() * 2000)}`),
      size: Float64Array.from({ length: rows }, () => Math.exp(normal(random))),
    },
  };
  const target = Float64Array.from({ length: rows }, () => normal(random));
  const levels = [['place']];
  const specifications: FeatureSpecification[] = [
    { kind: 'targetMean', name: 'mean', levels, smoothing: 1 },
    { kind: 'targetMean', name: 'per_size', levels, smoothing: 1, per: 'size' },
    { kind: 'formula', name: 'worth', of: multiply(feature('per_size'), 'size') },
    { kind: 'groupMean', name: 'size', column: 'size', levels, smoothing: 1 },
  ];
  const { fitted, matrix } = fitTransform(specifications, table, target, regression, everyRow(table));
  const logOf = (data: Float32Array, at: number) =>
    Float64Array.from({ length: rows }, (_, row) => Math.log(data[row * 4 + at] as number));
  const mean = (data: Float32Array) =>
    Float64Array.from({ length: rows }, (_, row) => data[row * 4] as number);

  // The standard error of a correlation of 6000 rows that have none is 0.013.
  it('do not see a random target in any feature', () => {
    expect(Math.abs(correlation(mean(matrix.data), target))).toBeLessThan(0.06);
    expect(Math.abs(correlation(logOf(matrix.data, 1), target))).toBeLessThan(0.06);
    expect(Math.abs(correlation(logOf(matrix.data, 2), target))).toBeLessThan(0.06);
  });

  it('would see it in features that had not been hidden from them', () => {
    const { data } = applyFeatures(fitted, table);
    expect(correlation(mean(data), target)).toBeGreaterThan(0.3);
    expect(correlation(logOf(data, 2), target)).toBeGreaterThan(0.2);
  });

  it('get their formulas from what the other folds say', () => {
    const foldOf = foldOfRows(rows, 5, 0);
    const others = Int32Array.from({ length: rows }, (_, row) => row).filter((row) => foldOf[row] !== 2);
    const without = fitTransform(specifications, table, target, regression, others).fitted;
    const expected = applyFeatures(without, table);
    for (let row = 0; row < rows; row++) {
      if (foldOf[row] !== 2) continue;
      expect(matrix.data.slice(4 * row, 4 * row + 4)).toEqual(expected.data.slice(4 * row, 4 * row + 4));
    }
  });
});

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = (x: Float64Array, mx: number, y: Float64Array, my: number) =>
    x.reduce((sum, value, at) => sum + (value - mx) * ((y[at] as number) - my), 0);
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
}
