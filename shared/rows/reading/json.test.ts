import { expect, it } from 'vitest';
import { arrayRows, lineRows } from './json.ts';
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
  expect(await all(arrayRows(cut('[1, {"a": 2}]', 100), 1000))).toEqual([{ [MALFORMED]: '1' }, { a: 2 }]);
});

it('gives an object a line, however it is cut; other lines are kept as text', async () => {
  const text = '{"a": 1}\r\n\nnot json\n{"a": "ü"}';
  const expected = [{ a: 1 }, { [MALFORMED]: 'not json' }, { a: 'ü' }];
  for (const size of [1, 5, 1000]) expect(await all(lineRows(cut(text, size), 1000))).toEqual(expected);
});
