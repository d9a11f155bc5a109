/** The measures against scikit-learn (fixtures/make.py). */
import { expect, it } from 'vitest';
import { auc } from './auc.ts';
import sklearn from './fixtures/metrics.json' with { type: 'json' };
import { classificationMetrics, regressionMetrics } from './metrics.ts';

it('regression is measured as scikit-learn does', () => {
  const { actual, predicted, ...expected } = sklearn.regression;
  const measured = regressionMetrics(Float64Array.from(actual), Float64Array.from(predicted));
  for (const [name, value] of Object.entries(expected))
    expect((measured[name] as number) / value).toBeCloseTo(1, 12);
});

it('classification is measured as scikit-learn does', () => {
  const { actual, probabilities, ...expected } = sklearn.classification;
  const classes = ['a', 'b', 'c'];
  const measured = classificationMetrics(
    Float64Array.from(actual),
    Float64Array.from(probabilities),
    classes,
  );
  for (const [name, value] of Object.entries(expected)) expect(measured[name]).toBeCloseTo(value, 12);
});

it('coverage counts the bounds as inside', () => {
  const bounds = { lower: Float64Array.of(1, 1, 1, 1), upper: Float64Array.of(2, 2, 2, 2) };
  const actual = Float64Array.of(1, 2, 1.5, 3);
  expect(regressionMetrics(actual, actual, bounds)).toMatchObject({ coverage: 0.75, r2: 1 });
});

it('the AUC of one class alone is not a number', () => {
  expect(auc(() => true, Float64Array.of(1, 2))).toBeNaN();
});
