import { expect, test } from 'vitest';
import { rowsOf } from './rows-of.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function cut(text: string, size = 1024): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of rowsOf(inPieces(text, size))) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

const answers: Record<string, { group_number: number; data: unknown[]; more?: unknown }> = {
  plain: { group_number: 1, data: [{ a: 1 }, { a: 2 }] },
  empty: { group_number: 1, data: [] },
  'nested and quoted': {
    group_number: 1,
    data: [{ a: ['[', ']'], b: { data: [1] }, c: 'a "quoted" \\ ] } text' }],
  },
  'not ASCII': { group_number: 1, data: [{ city: 'Mayagüez ]' }] },
  'a field after it': { group_number: 1, data: [1], more: { data: [2] } },
};

test.each(Object.entries(answers))(
  'the rows of an answer are its data, byte for byte: %s',
  async (_, answer) => {
    for (const text of [JSON.stringify(answer), JSON.stringify(answer, null, 2)]) {
      for (const size of [1, 2, 3, 7, 1024]) expect(JSON.parse(await cut(text, size))).toEqual(answer.data);
    }
  },
);

test('a field of another name is not taken for the rows', async () => {
  expect(await cut('{"dat":[1],"x":{"data":[2]},"y":"data","data" : [3]}', 1)).toBe('[3]');
});

test('an answer that ends early is no answer', async () => {
  await expect(cut('{"data":[{"a":1},{"a"')).rejects.toThrow(/ended before it was complete/);
});

test.each(['{"rows":[1]}', '[1,2]', '""', '', '{"data":{"a":[1]}}'])(
  'an answer without rows is refused: %s',
  async (text) => {
    await expect(cut(text)).rejects.toThrow(/no array "data"/);
  },
);
