import { describe, expect, it } from 'vitest';
import { jsonElements } from './json-stream.ts';

async function* cut(text: string, size: number): AsyncIterable<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(elements: AsyncIterable<unknown[]>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const some of elements) found.push(...some);
  return found;
}

const rows = [{ a: 'x],[{"' }, { a: '\\', b: [1, { c: ']' }] }, { a: 'ü', b: null }, {}];

describe('jsonElements', () => {
  const sources = [
    JSON.stringify(rows),
    JSON.stringify(rows, null, 2),
    `\uFEFF ${JSON.stringify(rows)}\n`,
    JSON.stringify({ group_number: 1, batch_number: 2, data: rows }),
    JSON.stringify({ data: rows, group_number: 1 }),
  ];
  it.each(sources.map((source) => [source]))('gives the rows of %j, however it is cut', async (source) => {
    for (const size of [1, 2, 3, 7, 1000])
      expect(await all(jsonElements(cut(source, size), 1000))).toEqual(rows);
  });

  it('an empty array has no rows', async () => {
    expect(await all(jsonElements(cut('[ ]', 1), 1000))).toEqual([]);
  });

  it.each([['[{"a": 1}, {"a"'], ['[{"a": 1}'], ['[']])('%j was cut off', async (text) => {
    await expect(all(jsonElements(cut(text, 100), 1000))).rejects.toThrow(/ends in the middle/);
  });

  it.each([['{"rows": 5}'], ['"text"'], ['17'], ['x{"data": [1]}'], ['{"meta": {"data": [1]}}']])(
    '%j has no rows',
    async (text) => {
      await expect(all(jsonElements(cut(text, 100), 1000))).rejects.toThrow(/expected a JSON array/);
    },
  );

  it.each([['[1,]'], ['[1,,2]'], ['[,1]']])('%j has a comma too many, however it is cut', async (text) => {
    for (const size of [1, 2, 3, 100])
      await expect(all(jsonElements(cut(text, size), 1000))).rejects.toThrow(/not JSON/);
  });

  it('an endless element is refused', async () => {
    const text = `[1, "${'x'.repeat(3000)}"]`;
    await expect(all(jsonElements(cut(text, 100), 1000))).rejects.toThrow(/longer than 1000 bytes/);
  });

  it('what is no JSON inside is refused', async () => {
    await expect(all(jsonElements(cut('[{a: 1}, 2]', 100), 1000))).rejects.toThrow(/not JSON/);
  });
});
