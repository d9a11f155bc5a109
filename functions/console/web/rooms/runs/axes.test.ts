import { expect, test } from 'vitest';
import type { RunReport } from '../../../../../shared/api/runs.ts';
import { axesOf } from './axes.ts';

const run = (metrics: RunReport['metrics'], params: RunReport['params'] = {}): RunReport => ({
  id: JSON.stringify([metrics, params]),
  name: '',
  experiment: 'notebook',
  experimentId: '1',
  parent: null,
  status: 'FINISHED',
  startedAt: '2026-01-01T00:00:00Z',
  endedAt: null,
  batch: null,
  user: null,
  metrics,
  params,
  tags: {},
  children: 0,
  version: null,
});

test('numbers lie by their value between the least and the most, those of params too', () => {
  const runs = [run({ r2: 0.5 }, { depth: '4' }), run({ r2: 0.9 }, { depth: '12' }), run({ r2: 0.6 })];
  const [r2, depth] = axesOf(runs, ['metrics.r2', 'params.depth']);
  expect(runs.map((one) => r2?.at(one)?.toFixed(2))).toEqual(['0.00', '1.00', '0.25']);
  expect(runs.map((one) => depth?.at(one))).toEqual([0, 1, undefined]);
});

test('texts lie side by side; what is no number has no place on an axis of numbers', () => {
  const runs = [
    run({ r2: 'NaN' }, { family: 'trees' }),
    run({ r2: 1 }, { family: 'linear' }),
    run({ r2: 2 }),
  ];
  const [family] = axesOf(runs, ['params.family']);
  expect(family?.ticks.map(({ value }) => value)).toEqual(['linear', 'trees']);
  expect(runs.map((one) => family?.at(one))).toEqual([1, 0, undefined]);
});

test('there is no axis of what fewer than two runs have, nor of very many texts', () => {
  const runs = Array.from({ length: 20 }, (_, i) =>
    run({}, { seed: `a${i}`, ...(i === 0 ? { one: '1' } : {}) }),
  );
  expect(axesOf(runs, ['params.one', 'params.seed', 'metrics.r2', 'tags.note'])).toEqual([]);
});
