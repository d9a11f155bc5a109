import { expect, it } from 'vitest';
import { meets } from './condition.ts';
import { normaliseColumn } from './normalise.ts';

it.each([
  ['number', ['5', '', 'many']],
  ['code', ['5', '', '9.00720E+15']],
] as const)('a value of a %s that cannot be read is neither missing nor present', (type, values) => {
  const column = normaliseColumn({ type, label: 'x' }, values);
  const rows = (when: 'missing' | 'present' | 'invalid'): boolean[] =>
    values.map((_, row) => meets({ when, column: 'x' }, column)(row));
  expect(rows('present')).toEqual([true, false, false]);
  expect(rows('missing')).toEqual([false, true, false]);
  expect(rows('invalid')).toEqual([false, false, true]);
});
