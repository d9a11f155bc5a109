import { expect, it } from 'vitest';
import { seeded } from '../random.ts';
import { type Answers, measure } from './answers.ts';
import { slicesOf } from './slices.ts';

const random = seeded(5);
const rows = 600;
const actual = Float64Array.from({ length: rows }, () => 100 + 900 * random());
const regression: Answers = {
  task: 'regression',
  actual,
  predicted: actual.map((value) => value * (0.8 + 0.4 * random())),
  bounds: { lower: actual.map((value) => value * 0.9), upper: actual.map((value) => value * 1.1) },
  weight: actual.map(() => 0.1 + random()),
};
const states = Array.from(actual, (_, i) => (i < 300 ? 'Maine' : i < 560 ? 'Vermont' : `tiny ${i}`));

it('the rows of all slices are the rows, the largest first, the small ones together and last', () => {
  const slices = slicesOf(states, regression);
  expect(slices.map(({ slice, rows }) => [slice, rows])).toEqual([
    ['Maine', 300],
    ['Vermont', 260],
    ['other', 40],
  ]);
});

it('errors of the slices add up to the error of the whole', () => {
  const { weight: _, ...plain } = regression as Extract<Answers, { task: 'regression' }>;
  const sum = slicesOf(states, plain).reduce(
    (total, { rows, metrics }) => total + rows * (metrics.mae ?? 0),
    0,
  );
  expect(sum / rows).toBeCloseTo(measure(plain).mae ?? 0, 9);
});

it('one slice of everything is measured as everything, weights and bounds included', () => {
  const [all] = slicesOf(new Array<string>(rows).fill('all'), regression);
  expect(all?.metrics).toEqual(measure(regression));
});

it('there are no more slices than asked for', () => {
  const many = Array.from(actual, (_, i) => `group ${i % 60}`);
  const slices = slicesOf(many, regression, { leastRows: 1, most: 5 });
  expect(slices).toHaveLength(5);
  expect(slices.reduce((sum, slice) => sum + slice.rows, 0)).toBe(rows);
});

it('a slice of one class has what can be told of it', () => {
  const answers: Answers = {
    task: 'classification',
    actual: Float64Array.of(0, 0, 1),
    probabilities: Float64Array.of(0.7, 0.3, 0.6, 0.4, 0.2, 0.8),
    classes: ['no', 'yes'],
  };
  const [first] = slicesOf(['a', 'a', 'b'], answers, { leastRows: 1 });
  expect(first).toMatchObject({ slice: 'a', rows: 2, metrics: { accuracy: 1, auc: Number.NaN } });
  expect(first?.metrics.log_loss).toBeCloseTo(-(Math.log(0.7) + Math.log(0.6)) / 2, 12);
});
