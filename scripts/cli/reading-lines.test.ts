import { expect, it } from 'vitest';
import { readingLines } from './reading-lines.ts';

it('a batch that was read plainly and whole has nothing to tell', () => {
  expect(readingLines({ forms: {}, unreadable: {} })).toEqual([]);
});

it('forms are shown on a number or named, unreadable values counted with their examples', () => {
  const lines = readingLines({
    forms: {
      price: { kind: 'number', style: '1,234.5', currency: '$' },
      sold: { kind: 'day', order: 'day/month/year' },
    },
    unreadable: { lot: { values: 1200, of: 45_000, examples: ['a "third"', 'half'] } },
  });
  expect(lines).toEqual([
    ['read'],
    ['  price', 'written as $1,234.5'],
    ['  sold', 'written as day/month/year'],
    ['unreadable'],
    ['  lot', '1,200 of 45,000 values: "a \\"third\\"", "half"'],
  ]);
});
