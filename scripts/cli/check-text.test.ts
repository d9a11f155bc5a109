/** What `npm run ingest -- ... --check` prints. */
import { expect, test } from 'vitest';
import type { ReadFile } from '../../shared/rows/checking/file-check.ts';
import { checkText, isAmiss } from './check-text.ts';

const drift = { drifted: false, targetDrifted: false, share: 0, reason: 'no drift: 0 of 7 columns drifted' };
const check: ReadFile = {
  refused: null,
  reading: { format: 'csv', separator: '\t', encoding: 'windows-1252', dropped: ['Unnamed: 0'] },
  received: 12_000,
  clean: 11_000,
  duplicate: 400,
  rejected: [
    { reason: 'no_price', rows: 599, example: { row: 17, text: '{"city":"Rome"}' } },
    { reason: 'malformed', rows: 1, example: { row: 18, text: `${'a,'.repeat(90)}\nb` } },
  ],
  columns: [
    { column: 'price', read: 11_400, missing: 599, unreadable: 0, examples: [], form: '$1,234.5' },
    {
      column: 'acre_lot',
      read: 11_991,
      missing: 5,
      unreadable: 3,
      examples: ['a third', 'x'.repeat(60), 'a half'],
      form: null,
    },
  ],
  held: null,
  drift,
};

test('tells how the file was read, its columns, its rows, and drift', () => {
  expect(checkText(check, 3)).toBe(`read as   CSV, separator tab, encoding windows-1252, left out "Unnamed: 0"

column    read    missing  unreadable  form and examples
price     11,400      599           0  $1,234.5
acre_lot  11,991        5           3  "a third", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…

received   12,000
clean      11,000  rows that the platform has already are among them: nothing is looked up
duplicate     400  within the file
rejected      600

  no_price 599, first row 17: {"city":"Rome"}
  malformed 1, first row 18: a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,…

drift     no drift: 0 of 7 columns drifted (against version 3)`);
});

test('a form begins where its column does, though it looks like a number', () => {
  const columns = ['1,234.5', '1.234,5', '1234.5'].map((form) => ({
    column: 'price',
    read: 1,
    missing: 0,
    unreadable: 0,
    examples: [],
    form,
  }));
  const lines = checkText({ ...check, columns }, 3)
    .split('\n')
    .slice(2, 6);
  expect(lines.map((line) => line.slice(35))).toEqual(['form and examples', '1,234.5', '1.234,5', '1234.5']);
});

test('a first line that says the separator is told as left out', () => {
  const reading = { format: 'csv', separator: ';', separatorLine: 'sep=;' } as const;
  expect(checkText({ ...check, reading }, 3).split('\n')[0]).toBe(
    'read as   CSV, separator ;, left out the line "sep=;"',
  );
});

test('no line is longer than a hundred characters, however much there is to say', () => {
  const held = `not learned from, as ${'many values cannot be read '.repeat(20)}`;
  const text = checkText({ ...check, held, drift: { ...drift, reason: 'price (0.3), '.repeat(40) } }, 3);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(text).toMatch(/^held {6}not learned from/m);
});

test('what would be refused or held is amiss', () => {
  expect([{ refused: 'the file is empty' }, { ...check, held: 'x' }, check].map(isAmiss)).toEqual([
    true,
    true,
    false,
  ]);
  expect(checkText({ refused: 'the file is empty' }, null)).toBe('refused   the file is empty');
});
