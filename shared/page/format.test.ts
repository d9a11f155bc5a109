import { expect, test } from 'vitest';
import { amount, bytes, number, percent, seconds, short, smallShare } from './format.ts';

test.each([
  [0.04, '0.0 s'],
  [8.14, '8.1 s'],
  [59.4, '59.4 s'],
  [59.96, '1 min 0 s'],
  [119.7, '2 min 0 s'],
  [185, '3 min 5 s'],
])('%f seconds are %s', (count, words) => {
  expect(seconds(count)).toBe(words);
});

test('amounts of money have their sign before the symbol, other units behind the number', () => {
  expect(amount(423_630.6, 'USD')).toBe('$423,631');
  expect(amount(-12.4, 'EUR')).toBe('-€12');
  expect(amount(1800, 'sqft')).toBe('1,800 sqft');
  expect(short(1_234_000, 'USD')).toBe('$1.2M');
});

test('fractions keep three digits, sizes two, and hardly any is not none', () => {
  expect([number(0.123456), number(1234.5), number(3)]).toEqual(['0.123', '1,235', '3']);
  expect([bytes(999), bytes(1_234_567)]).toEqual(['999 B', '1.2 MB']);
  expect([percent(0.1234), smallShare(0), smallShare(0.0002)]).toEqual(['12.3 %', '0 %', '< 0.1 %']);
});
