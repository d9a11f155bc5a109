import { expect, it } from 'vitest';
import { formatOf, isParquet } from './format.ts';

it.each([
  ['a,b\n1,2', {}, 'csv'],
  ['[{"a": 1}]', {}, 'json'],
  [' \n[', {}, 'json'],
  ['{"a": 1}\n{"a": 2}', {}, 'ndjson'],
  ['{"group_number": 1, "data": [{"a": 1}]}', {}, 'json'],
  ['{"rows": [{"a": 1}]}', {}, 'json'],
  ['{\n  "a": 1\n}', {}, 'json'],
  ['{"a": [1, 2]}\n', {}, 'ndjson'],
  ['a,b', { filename: 'x.csv.gz' }, 'csv'],
  ['{}', { filename: 'x.jsonl' }, 'ndjson'],
  ['{"data": [', { mediaType: 'application/json; charset=utf-8' }, 'json'],
  ['[1', { filename: 'x.csv' }, 'csv'],
  ['[1\t2', { filename: 'x.TSV' }, 'csv'],
  ['[1', { mediaType: 'text/tab-separated-values' }, 'csv'],
] as const)('%j %j is %s', (head, named, format) => {
  expect(formatOf(Buffer.from(head), named)).toBe(format);
});

it.each([
  ['PAR1...', { filename: 'x.csv' }, true],
  ['', { filename: 'x.parquet' }, true],
  ['', { mediaType: 'application/vnd.apache.parquet' }, true],
  ['PAR', { filename: 'x.csv' }, false],
] as const)('%j %j is Parquet: %j', (head, named, is) => {
  expect(isParquet(Buffer.from(head), named)).toBe(is);
});
