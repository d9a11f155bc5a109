import { expect, it } from 'vitest';
import { readingLines, readingText } from './reading-text.ts';

it.each([
  [{}, ''],
  [{ format: 'csv' }, ''],
  [{ format: 'csv', separator: ';' }, 'read as CSV with ";"'],
  [{ format: 'csv', separator: '\t', encoding: 'utf-16le' }, 'read as CSV with tabs, utf-16le'],
  [
    { format: 'csv', separator: ';', separatorLine: 'sep=;' },
    'read as CSV with ";"; left out the line "sep=;"',
  ],
  [{ format: 'ndjson', encoding: 'windows-1252' }, 'read as NDJSON with windows-1252'],
  [{ format: 'parquet', dropped: ['__index_level_0__'] }, 'left out "__index_level_0__"'],
  [
    { format: 'csv', separator: '|', dropped: ['', 'Unnamed: 0'] },
    'read as CSV with "|"; left out a first column without a name, "Unnamed: 0"',
  ],
] as const)('%j: %s', (reading, text) => expect(readingText(reading)).toBe(text));

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
