import { describe, expect, it } from 'vitest';
import { jsonShapeOf } from '../../formats/index.ts';
import { jsonRows, lineRows } from './json.ts';
import { type Element, MALFORMED } from './object-rows.ts';

async function* cut(text: string, size: number): AsyncIterable<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(elements: AsyncIterable<Element[]>): Promise<Element[]> {
  const found: Element[] = [];
  for await (const some of elements) found.push(...some);
  return found;
}

it('an element that is no object is kept as text', async () => {
  expect(await all(jsonRows(cut('[1, {"a": 2}]', 100), 1000))).toEqual([{ [MALFORMED]: '1' }, { a: 2 }]);
});

it('gives an object a line, however it is cut; other lines are kept as text', async () => {
  const text = '{"a": 1}\r\n\nnot json\n{"a": "ü"}';
  const expected = [{ a: 1 }, { [MALFORMED]: 'not json' }, { a: 'ü' }];
  for (const size of [1, 5, 1000]) expect(await all(lineRows(cut(text, size), 1000))).toEqual(expected);
});

describe('what the inline form takes, and what programs print for people', () => {
  const rows = [{ a: 1 }, { a: '[{"b"' }];
  const bodies: [string, string][] = [
    ['"rows"', JSON.stringify({ rows })],
    ['"rows", printed', JSON.stringify({ name: 'x', tags: [1], rows }, null, 2)],
    ['"data" after other things', JSON.stringify({ page: { data: [0] }, data: rows })],
    ['objects, printed', rows.map((row) => JSON.stringify(row, null, 2)).join('\n')],
    ['objects, printed, without a line between', rows.map((row) => JSON.stringify(row, null, '\t')).join('')],
  ];
  it.each(bodies)('%s', async (_, text) => {
    expect(jsonShapeOf(Buffer.from(text))).not.toBe('lines');
    for (const size of [1, 7, 1000]) expect(await all(jsonRows(cut(text, size), 1000))).toEqual(rows);
  });

  it('one printed object is one row, and another one that is no JSON is kept as text', async () => {
    expect(await all(jsonRows(cut('{\n  "a": 1\n}\n', 5), 1000))).toEqual([{ a: 1 }]);
    const text = '{\n  "a": 1\n}\n{\n  "a": x\n}';
    expect(await all(jsonRows(cut(text, 5), 1000))).toEqual([{ a: 1 }, { [MALFORMED]: '{\n  "a": x\n}' }]);
  });

  it.each([
    ['{\n "a": 1\n}, {"a": 2}', /not JSON: ", {.*between objects/],
    ['{\n "a": {"b": 1}', /ends in the middle of an object/],
    [`{\n "a": "${'x'.repeat(2000)}`, /longer than 1000 bytes/],
    ['[["a", 1], ["b", 2]]', /rows are lists, without the names of columns/],
    ['{"columns": ["a"], "data": [[1], [2]]}', /rows are lists/],
  ])('%s is refused', async (text, message) => {
    await expect(all(jsonRows(cut(text, 9), 1000))).rejects.toThrow(message);
  });

  it('so are lines that are lists', async () => {
    await expect(all(lineRows(cut('["a", 1]\n["b", 2]', 9), 1000))).rejects.toThrow(/rows are lists/);
  });
});
