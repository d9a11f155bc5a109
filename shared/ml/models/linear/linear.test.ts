import { describe, expect, it } from 'vitest';
import { normal, seeded } from '../../random.ts';
import type { Examples, Parameters, Task } from '../family.ts';
import type { LinearModel } from '../model.ts';
import { scoreModel } from '../score.ts';
import { softmax } from '../softmax.ts';
import sklearn from './fixtures/sklearn.json' with { type: 'json' };
import { fitLinear } from './linear.ts';

const regression: Task = { task: 'regression', classes: 0 };
const x = { rows: sklearn.x.length, names: ['a', 'b', 'c'], data: Float32Array.from(sklearn.x.flat()) };

function learn(examples: Examples, parameters: Parameters = {}, task = regression): LinearModel {
  return fitLinear(examples, undefined, parameters, 1, task) as LinearModel;
}

describe.each([
  ['without weights', sklearn.plain, {}],
  ['with weights', sklearn.weighted, { weight: Float64Array.from(sklearn.weight) }],
])('%s', (_name, expected, weights) => {
  it('least squares is that of scikit-learn', () => {
    const model = learn({ x, y: Float64Array.from(sklearn.number), ...weights }, { tail: 0 });
    expected.least_squares.coefficients.forEach((weight, j) => {
      expect(model.coefficients[0]?.[j]).toBeCloseTo(weight, 8);
    });
    expect(model.intercepts[0]).toBeCloseTo(expected.least_squares.intercept, 7);
  });

  it('logistic regression is that of scikit-learn', () => {
    const model = learn(
      { x, y: Float64Array.from(sklearn.kind), ...weights },
      { penalty: 1, tolerance: 1e-6, tail: 0 },
      { task: 'classification', classes: 3 },
    );
    const probabilities = softmax(scoreModel(model, x), 3);
    expected.probabilities.flat().forEach((p, i) => {
      expect(probabilities[i]).toBeCloseTo(p, 4);
    });
  });
});

describe('a linear model', () => {
  const random = seeded('linear');
  const rows = 2000;
  const values = Float32Array.from({ length: rows * 2 }, () => normal(random));
  const y = Float64Array.from({ length: rows }, (_, row) => 3 * (values[2 * row] as number) + normal(random));
  const made = { rows, names: ['a', 'b'], data: values };

  it('is not bent by a few wild values, and does not run away with them', () => {
    const data = values.map((value, at) => (at % 2 === 0 && at < 10 ? 1e6 : value));
    const wild = learn({ x: { ...made, data }, y });
    expect(wild.coefficients[0]?.[0]).toBeGreaterThan(2.9);
    expect(learn({ x: { ...made, data }, y }, { tail: 0 }).coefficients[0]?.[0]).toBeLessThan(0.01);
    const asked = { rows: 2, names: made.names, data: Float32Array.of(1e9, 0, 4, 0) };
    const [far, near] = scoreModel(wild, asked);
    expect(far).toBe(near);
  });

  it('keeps a rare 0/1 feature whole', () => {
    const data = values.map((value, at) => (at % 2 === 1 ? (at % 500 === 1 ? 1 : 0) : value));
    const model = learn({
      x: { ...made, data },
      y: y.map((value, row) => value + 5 * (data[2 * row + 1] as number)),
    });
    expect(model.coefficients[0]?.[1]).toBeGreaterThan(3);
  });

  it('leaves out a feature that would run against its direction', () => {
    const model = learn({ x: { ...made, monotone: [-1, 1] }, y });
    expect(model.coefficients[0]?.[0]).toBe(0);
    expect(learn({ x: { ...made, monotone: [1, 0] }, y }).coefficients[0]?.[0]).toBeGreaterThan(2.9);
  });

  it('leaves out codes of categories, which are no amounts', () => {
    const data = values.map((value, at) => (at % 2 === 1 ? at % 7 : value));
    const model = learn({ x: { ...made, data, categories: [0, 7] }, y });
    expect(model.coefficients[0]?.[1]).toBe(0);
  });
});
