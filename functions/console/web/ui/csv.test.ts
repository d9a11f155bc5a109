import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('fields with commas, quotes and ends of lines are quoted, as RFC 4180, 2.6 and 2.7, has it', () => {
  expect(
    csvOf([
      ['aaa', 'b "bb', 'c,c\r\nc'],
      [1, null, true],
    ]),
  ).toBe('aaa,"b ""bb","c,c\r\nc"\r\n1,,true\r\n');
});

test('what a spreadsheet would take for a formula stays a text; a negative number stays a number', () => {
  expect(csvOf([['=1+1', '@sum', '-2', -2]])).toBe("'=1+1,'@sum,'-2,-2\r\n");
});
