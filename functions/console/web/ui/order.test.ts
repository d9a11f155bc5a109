import { expect, test } from 'vitest';
import { orderIn, orderText, sorted } from './order.ts';

const names = ['b10', null, 'b2', 'B1'];
const byName = (isDown: boolean) => sorted(names, (name) => name, isDown);

test('texts are in the order of their numbers, and what is missing is last either way', () => {
  expect(byName(false)).toEqual(['B1', 'b2', 'b10', null]);
  expect(byName(true)).toEqual(['b10', 'b2', 'B1', null]);
});

test('rows that are equal stay as they were', () => {
  const rows = [
    { id: 1, clean: 5 },
    { id: 2, clean: 3 },
    { id: 3, clean: 5 },
  ];
  expect(sorted(rows, ({ clean }) => clean, true).map(({ id }) => id)).toEqual([1, 3, 2]);
});

test('a heading leads from upwards to downwards to as they come', () => {
  const clicks = [orderText('clean', undefined), orderText('clean', orderIn('clean'))];
  expect([...clicks, orderText('clean', orderIn('-clean'))]).toEqual(['clean', '-clean', undefined]);
  expect(orderText('rows', orderIn('-clean'))).toBe('rows');
});
