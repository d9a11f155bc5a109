import { expect, it } from 'vitest';
import { classificationMetrics, regressionMetrics } from './metrics.ts';
import { trialMetrics, versionMetrics } from './names.ts';

const actual = Float64Array.of(1, 2, 3);
const bounds = { lower: Float64Array.of(0.5, 1, 2), upper: Float64Array.of(2, 3, 4), level: 0.9 };

it('the names of a regression are those that are measured', () => {
  const of = { task: 'regression', logarithms: true } as const;
  expect(Object.keys(trialMetrics(of)).sort()).toEqual(Object.keys(regressionMetrics(actual, actual)).sort());
  expect(Object.keys(versionMetrics(of, false)).sort()).toEqual(
    Object.keys(regressionMetrics(actual, actual, bounds)).sort(),
  );
  expect(trialMetrics({ task: 'regression', logarithms: false })).not.toHaveProperty('r2_log');
  expect(versionMetrics(of, true)).toMatchObject({ rmse: 'lower', rmse_weighted: 'lower' });
});

it('the names of a classification are those that are measured', () => {
  const classes = ['yes', 'no'];
  const measured = classificationMetrics(Float64Array.of(0, 1), Float64Array.of(0.8, 0.2, 0.3, 0.7), classes);
  expect(Object.keys(trialMetrics({ task: 'classification', classes })).sort()).toEqual(
    Object.keys(measured).sort(),
  );
});

it('the direction of each is that in which a perfect answer lies', () => {
  const wrong = Float64Array.of(1.5, 1, 4);
  const of = { task: 'regression', logarithms: true } as const;
  const [perfect, worse] = [regressionMetrics(actual, actual), regressionMetrics(actual, wrong)];
  for (const [name, better] of Object.entries(trialMetrics(of)))
    expect(Math.sign((perfect[name] ?? 0) - (worse[name] ?? 0)), name).toBe(better === 'higher' ? 1 : -1);
});
