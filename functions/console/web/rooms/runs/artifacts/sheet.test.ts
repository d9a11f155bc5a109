import { expect, test } from 'vitest';
import { sheetOf } from './sheet.ts';

test('CSV is a table: quotes, commas and line breaks in cells, with or without a last line break', () => {
  // The examples of RFC 4180, section 2.
  const text = 'aaa,bbb,ccc\r\n"aaa","b\r\nbb","c""c,c"\r\nzzz,,xxx';
  const expected = {
    columns: ['aaa', 'bbb', 'ccc'],
    rows: [
      ['aaa', 'b\r\nbb', 'c"c,c'],
      ['zzz', undefined, 'xxx'],
    ],
    isCut: false,
  };
  expect(sheetOf('a.csv', text)).toEqual(expected);
  expect(sheetOf('a.csv', `${text}\r\n`)).toEqual(expected);
});

test('a table that MLflow has logged is one; other JSON is text', () => {
  const logged = {
    columns: ['input', 'score'],
    data: [
      ['a', 0.5],
      [null, { of: 2 }],
    ],
  };
  expect(sheetOf('eval/table.json', JSON.stringify(logged))).toEqual({
    columns: ['input', 'score'],
    rows: [
      ['a', 0.5],
      [undefined, '{"of":2}'],
    ],
    isCut: false,
  });
  expect(sheetOf('a.json', '{"r2": 1}')).toBeUndefined();
  expect(sheetOf('a.json', '{"columns": 1')).toBeUndefined();
  expect(sheetOf('notes.txt', 'a,b\n1,2')).toBeUndefined();
});

test('of a long table the first rows are shown', () => {
  const sheet = sheetOf('a.csv', `a,b\n${'1,2\n'.repeat(600)}`);
  expect([sheet?.rows.length, sheet?.isCut]).toEqual([500, true]);
});
