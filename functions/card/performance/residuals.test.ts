/** Residuals, against tables and by construction. */
import { expect, test } from 'vitest';
import { normal, seeded } from '../../../shared/ml/random.ts';
import { residualsOf } from './residuals.ts';

const random = seeded('residuals');
const predicted = Float64Array.from({ length: 4000 }, () => Math.exp(12 + normal(random)));

test('errors in proportion are normal in the logarithm: on the diagonal of the quantiles', () => {
  const actual = predicted.map((value) => value * Math.exp(0.1 + 0.3 * normal(random)));
  const { of, mean, std, quantiles } = residualsOf({ task: 'regression', actual, predicted }, true);
  expect(of).toBe('log');
  expect(mean).toBeCloseTo(0.1, 1);
  expect(std).toBeCloseTo(0.3, 1);
  for (const { normal: expected, residual } of quantiles)
    expect(Math.abs(residual - expected)).toBeLessThan(0.2);
});

test('where an answer has no logarithm, residuals are in the unit', () => {
  const off = Float64Array.from({ length: 100 }, (_, i) => i - 1);
  const residuals = residualsOf({ task: 'regression', actual: off.map((v) => v + 5), predicted: off }, true);
  expect(residuals).toMatchObject({ of: 'unit', quantiles: [] });
  expect(residuals.mean).toBe(5);
});
