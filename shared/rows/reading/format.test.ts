import { expect, it } from 'vitest';
import { formatOf, notText } from './format.ts';

it.each([
  ['a,b\n1,2', {}, 'csv'],
  ['[{"a": 1}]', {}, 'json'],
  [' \n[', {}, 'json'],
  ['{"a": 1}\n{"a": 2}', {}, 'ndjson'],
  ['{"group_number": 1, "data": [{"a": 1}]}', {}, 'json'],
  ['{"rows": [{"a": 1}]}', {}, 'json'],
  ['{\n  "a": 1\n}', {}, 'json'],
  ['{"a": [1, 2]}\n', {}, 'ndjson'],
  ['PAR1...', { filename: 'x.csv' }, 'parquet'],
  ['a,b', { filename: 'x.csv.gz' }, 'csv'],
  ['{}', { filename: 'x.jsonl' }, 'ndjson'],
  ['{"data": [', { mediaType: 'application/json; charset=utf-8' }, 'json'],
  ['[1', { filename: 'x.csv' }, 'csv'],
] as const)('%j %j is %s', (head, named, format) => {
  expect(formatOf(Buffer.from(head), named)).toBe(format);
});

it('what is no UTF-8 text is told apart, with what to do about it', () => {
  expect(notText(Buffer.from('\uFEFFflat,size\n1,2', 'utf16le'))).toMatch(/UTF-16/);
  expect(notText(Buffer.from('flat,size\n', 'utf16le'))).toMatch(/save it as UTF-8/);
  expect(notText(Buffer.from('PK\u0003\u0004'))).toMatch(/Excel/);
  expect(notText(Buffer.from('\uFEFFflat,size\n1,ü'))).toBeUndefined();
});
