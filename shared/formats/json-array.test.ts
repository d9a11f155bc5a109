import { describe, expect, it } from 'vitest';
import { jsonArrayElements } from './json-array.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
const all = <T>(pieces: Iterable<readonly T[]>): T[] => [...pieces].flat();

describe('jsonArrayElements', () => {
  const rows = [
    { city: 'a,b]"}{[\\', nested: [1, { deep: '"' }] },
    [],
    'quote " and backslash \\',
    { 'ключ\n': 'größe 🌊', n: -1.5e-7 },
    null,
    ...Array.from({ length: 20 }, (_, i) => ({ i })),
  ];

  it('gives the same elements however small the pieces are', () => {
    for (const text of [
      JSON.stringify(rows),
      JSON.stringify(rows, null, 3),
      `\ufeff \n${JSON.stringify(rows)}\n`,
    ])
      for (const piece of [1, 2, 7, 30, 100, 1e6])
        expect(all(jsonArrayElements(bytes(text), piece))).toEqual(rows);
  });

  it.each(['', '{}', '[1,2', '[1,2]]', '[1,,2]', '[1,2,]', '[,1]', '[1 2]', '[{]', '["a]', '[1]x', '[NaN]'])(
    '%s is refused, however small the pieces are',
    (text) => {
      for (const piece of [1, 3, 1e6])
        expect(() => all(jsonArrayElements(bytes(text), piece))).toThrow(/JSON/);
    },
  );
});
