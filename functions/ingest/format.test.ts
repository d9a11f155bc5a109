import { expect, it } from 'vitest';
import { formatOf } from './format.ts';

it.each([
  ['a,b\n1,2', {}, 'csv'],
  ['[{"a": 1}]', {}, 'json'],
  [' \n[', {}, 'json'],
  ['{"a": 1}\n{"a": 2}', {}, 'ndjson'],
  ['{"group_number": 1, "data": [{"a": 1}]}', {}, 'json'],
  ['PAR1...', { filename: 'x.csv' }, 'parquet'],
  ['a,b', { filename: 'x.csv.gz' }, 'csv'],
  ['{}', { filename: 'x.jsonl' }, 'ndjson'],
  ['{"data": [', { mediaType: 'application/json; charset=utf-8' }, 'json'],
  ['[1', { filename: 'x.csv' }, 'csv'],
] as const)('%j %j is %s', (head, named, format) => {
  expect(formatOf(Buffer.from(head), named)).toBe(format);
});
