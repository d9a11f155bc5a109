/** The measures against scikit-learn (scripts/reference/metrics.py). */
import { expect, it } from 'vitest';
import { auc } from './auc.ts';
import { coverageByBand } from './coverage.ts';
import sklearn from './fixtures/metrics.json' with { type: 'json' };
import { classificationMetrics, regressionMetrics } from './metrics.ts';

const floats = (values: readonly number[]) => Float64Array.from(values);

it.each(['plain', 'weighted'] as const)('regression, %s, is measured as scikit-learn does', (kind) => {
  const { actual, predicted, lower, upper, weight, ...expected } = sklearn.regression;
  const bounds = { lower: floats(lower), upper: floats(upper), level: 0.9 };
  const weights = kind === 'plain' ? undefined : floats(weight);
  const measured = regressionMetrics(floats(actual), floats(predicted), bounds, weights);
  expect(Object.keys(measured).sort()).toEqual(Object.keys(expected[kind]).sort());
  for (const [name, value] of Object.entries(expected[kind]))
    expect((measured[name] as number) / value).toBeCloseTo(1, 12);
});

it.each(['plain', 'weighted'] as const)('classification, %s, is measured as scikit-learn does', (kind) => {
  const { actual, probabilities, weight, ...expected } = sklearn.classification;
  const weights = kind === 'plain' ? undefined : floats(weight);
  const measured = classificationMetrics(floats(actual), floats(probabilities), ['a', 'b', 'c'], weights);
  expect(Object.keys(measured).sort()).toEqual(Object.keys(expected[kind]).sort());
  for (const [name, value] of Object.entries(expected[kind])) expect(measured[name]).toBeCloseTo(value, 12);
});

it('coverage counts the bounds as inside', () => {
  const bounds = { lower: Float64Array.of(1, 1, 1, 1), upper: Float64Array.of(2, 2, 2, 2) };
  const actual = Float64Array.of(1, 2, 1.5, 3);
  expect(regressionMetrics(actual, actual, bounds)).toMatchObject({ coverage: 0.75, r2: 1 });
});

it('coverage by band counts each row once, in the band of its own value', () => {
  const actual = Float64Array.from({ length: 100 }, (_, i) => i);
  const bounds = { lower: actual.map(() => 0), upper: actual.map(() => 24.5) };
  const bands = coverageByBand(actual, actual, bounds, 4);
  expect(bands.map(({ rows, coverage, to }) => [rows, coverage, to])).toEqual([
    [25, 1, 24],
    [25, 0, 49],
    [25, 0, 74],
    [25, 0, 99],
  ]);
});

it('the AUC of one class alone is not a number', () => {
  expect(auc(() => true, Float64Array.of(1, 2))).toBeNaN();
});
