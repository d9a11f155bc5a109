import { expect, test } from 'vitest';
import { counter, familiesCounted, histogram } from './instruments.ts';

test('a counter has one series for the same labels, and none before the first', () => {
  const made = counter({ name: 'a_total', help: 'A', labelNames: ['route', 'status'] });
  expect(made.family().values).toEqual([]);
  made.with({ route: '/', status: '200' }).value += 2;
  made.with({ status: '200', route: '/' }).value += 1;
  made.with({ route: '/', status: '500' }).value += 1;
  expect(made.family()).toEqual({
    name: 'a_total',
    help: 'A',
    type: 'counter',
    values: [
      { labels: { route: '/', status: '200' }, value: 3 },
      { labels: { route: '/', status: '500' }, value: 1 },
    ],
  });
  expect(familiesCounted()).toContainEqual(made.family());
});

test('labels that would be the same text side by side are different series', () => {
  const made = counter({ name: 'b_total', help: 'B', labelNames: ['x', 'y'] });
  made.with({ x: 'a', y: 'b,c' }).value += 1;
  made.with({ x: 'a,b', y: 'c' }).value += 1;
  expect(made.family().values).toHaveLength(2);
});

test('a histogram without labels is there at 0; buckets are cumulative, their bounds inclusive', () => {
  const made = histogram({ name: 'c', help: 'C', labelNames: [], buckets: [1, 2] });
  const values = () => made.family().values.map(({ labels, value }) => [labels.le, value]);
  expect(values()).toEqual([
    [1, 0],
    [2, 0],
    ['+Inf', 0],
    [undefined, 0],
    [undefined, 0],
  ]);
  for (const value of [0.5, 1, 1.5, 2, 7]) made.with({}).observe(value);
  expect(values()).toEqual([
    [1, 2],
    [2, 4],
    ['+Inf', 5],
    [undefined, 12],
    [undefined, 5],
  ]);
});

test('the latest traced request is the exemplar of its bucket', () => {
  const made = histogram({ name: 'd', help: 'D', labelNames: ['route'], buckets: [1] });
  const series = made.with({ route: '/' });
  series.observe(0.5, 'first');
  series.observe(0.7, 'second');
  series.observe(0.9);
  series.observe(3, 'third');
  const [low, high] = made.family().values.map(({ exemplar }) => exemplar);
  expect(low).toMatchObject({ traceId: 'second', value: 0.7 });
  expect(high).toMatchObject({ traceId: 'third', value: 3 });
});

test('buckets may depend on the labels', () => {
  const made = histogram({
    name: 'e',
    help: 'E',
    labelNames: ['dataset'],
    buckets: ({ dataset }) => (dataset === 'a' ? [1] : [10, 20]),
  });
  made.with({ dataset: 'a' }).observe(5);
  made.with({ dataset: 'b' }).observe(5);
  const bounds = made.family().values.flatMap(({ labels: { dataset, le } }) => (le ? [[dataset, le]] : []));
  expect(bounds).toEqual([
    ['a', 1],
    ['a', '+Inf'],
    ['b', 10],
    ['b', 20],
    ['b', '+Inf'],
  ]);
});
