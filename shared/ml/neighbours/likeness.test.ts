import { expect, test } from 'vitest';
import { likenessOf, spreadsOf } from './likeness.ts';

test('equal texts count 1, numbers by how close they are, what is missing 0', () => {
  const spreads = { size: 100 };
  const asked = { city: 'Perth', size: 150, beds: null };
  expect(likenessOf(asked, { city: 'Perth', size: 150, beds: 3 }, spreads)).toBe(1);
  expect(likenessOf(asked, { city: 'Perth', size: 125, beds: 3 }, spreads)).toBe(0.875);
  expect(likenessOf(asked, { city: 'Albany', size: 350, beds: 3 }, spreads)).toBe(0);
  expect(likenessOf(asked, { city: null, size: null, beds: 3 }, spreads)).toBe(0);
});

test('a row of which nothing is known is like none', () => {
  expect(likenessOf({}, { city: 'Perth' }, {})).toBe(0);
});

test('far values do not stretch a column, and texts have no spread', () => {
  const sizes = Array.from({ length: 101 }, (_, i) => (i === 100 ? 1e9 : i));
  expect(spreadsOf({ size: sizes, city: ['Perth'], constant: [5, 5, null] })).toEqual({
    size: 80,
    constant: 1,
  });
});
