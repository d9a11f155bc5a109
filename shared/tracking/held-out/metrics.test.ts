/** Weighted metrics stand beside the plain ones. */
import { expect, test } from 'vitest';
import { type Answers, takeAnswers } from '../../ml/metrics/answers.ts';
import { seeded } from '../../ml/random.ts';
import { metricsOf } from './metrics.ts';

const random = seeded('weights');
const actual = Float64Array.from({ length: 200 }, () => 100 + 900 * random());
const predicted = actual.map((value) => value * (0.7 + 0.6 * random()));
const answers: Answers = { task: 'regression', actual, predicted };

test('without weights there are the plain ones alone', () => {
  const names = Object.keys(metricsOf(answers, undefined));
  expect(names).toContain('mae');
  expect(names.filter((name) => name.endsWith('_weighted'))).toEqual([]);
});

test('a row that counts three times is as three rows', () => {
  const weight = actual.map((_, i) => (i % 5 === 0 ? 3 : 1));
  const repeated = Array.from(weight).flatMap((times, row) => new Array<number>(times).fill(row));
  const metrics = metricsOf(answers, weight);
  const expected = metricsOf(takeAnswers(answers, repeated), undefined);
  for (const name of ['mae', 'rmse', 'r2', 'r2_log'])
    expect(metrics[`${name}_weighted`]).toBeCloseTo(expected[name] ?? Number.NaN, 9);
  expect(metrics.mae).toBe(metricsOf(answers, undefined).mae);
});
