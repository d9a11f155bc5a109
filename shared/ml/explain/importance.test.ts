import { expect, test } from 'vitest';
import type { LinearModel, RegressionHead } from '../models/model.ts';
import { matrixOf } from './fixtures/models.ts';
import { importanceOf } from './importance.ts';
import { shapOf } from './shap.ts';

const model: LinearModel = {
  kind: 'linear',
  outputs: 1,
  coefficients: [Float64Array.of(1, -3, 0)],
  intercepts: Float64Array.of(100),
  fill: Float64Array.of(0, 0, 0),
};
const spread = { kind: 'trees', outputs: 1, base: Float64Array.of(0), trees: [] } as const;
const head: RegressionHead = {
  task: 'regression',
  transform: 'identity',
  shift: 5,
  interval: { level: 0.9, quantile: 1, spread },
};
const x = matrixOf([
  [1, 2, 7],
  [-1, 0, 7],
  [4, -4, 7],
  [null, 1, 7],
]);

test('is the mean size of the contributions, the greatest first', () => {
  const { rows, base, features } = importanceOf(shapOf(model)(x), head, x);
  expect({ rows, base }).toEqual({ rows: 4, base: [105] });
  expect(features.map(({ name, importance, inUnit }) => [name, importance, inUnit])).toEqual([
    ['f1', 5.25, 5.25],
    ['f0', 1.5, 1.5],
    ['f2', 0, 0],
  ]);
});

test('says which way a feature moves the answer, and how far', () => {
  const { features } = importanceOf(shapOf(model)(x), head, x);
  expect(features.map(({ summary }) => summary?.[0]?.direction)).toEqual([-1, 1, null]);
  // contributions of f1: -6, 0, 12, -3
  expect(features[0]?.summary?.[0]?.quantiles[2]).toBe(-1.5);
});

test('categories have no direction', () => {
  const { features } = importanceOf(shapOf(model)(x), head, { ...x, categories: [0, 9, 0] });
  expect(features.find(({ name }) => name === 'f1')?.summary?.[0]?.direction).toBeNull();
});

test('of classes it is in shares of probability, one summary for each', () => {
  const classes: LinearModel = {
    ...model,
    outputs: 2,
    coefficients: [Float64Array.of(1, 0, 0), Float64Array.of(-1, 0, 0)],
    intercepts: Float64Array.of(0, 0),
  };
  const { base, features } = importanceOf(
    shapOf(classes)(x),
    {
      task: 'classification',
      classes: ['a', 'b'],
      scale: Float64Array.of(1, 1),
      offset: Float64Array.of(0, 0),
    },
    x,
  );
  expect(base).toEqual([0.5, 0.5]);
  expect(features[0]).toMatchObject({ name: 'f0', importance: 1.5 });
  // |sigmoid(2 value) - 1/2| of the values 1, -1, 4 and a missing one
  const gained = (value: number) => Math.abs(1 / (1 + Math.exp(-2 * value)) - 0.5);
  expect(features[0]?.inUnit).toBeCloseTo((2 * gained(1) + gained(4)) / 4, 9);
  expect(features[0]?.summary?.map(({ direction }) => direction)).toEqual([1, -1]);
});
