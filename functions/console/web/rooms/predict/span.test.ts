import { expect, test } from 'vitest';
import { spanAround } from './span.ts';

const free = { type: 'number', range: null } as const;

test('few are counted one by one, many in round steps that meet the value', () => {
  expect(spanAround(3, free)).toEqual({ from: 0, to: 6, step: 1 });
  expect(spanAround(1800, free)).toEqual({ from: 0, to: 3600, step: 100 });
  expect(spanAround(1815, free)).toEqual({ from: 0, to: 3630, step: 1 });
  expect(spanAround(0.25, free)).toMatchObject({ from: 0, to: 0.5 });
});

test('it keeps to what is allowed, and nought has some way to go', () => {
  expect(spanAround(80, { type: 'integer', range: [1, 100] })).toEqual({ from: 1, to: 100, step: 1 });
  expect(spanAround(0, free)).toEqual({ from: 0, to: 10, step: 1 });
  expect(spanAround(-4, free)).toEqual({ from: -8, to: 0, step: 1 });
});
