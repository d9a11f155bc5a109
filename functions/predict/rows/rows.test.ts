import { describe, expect, it } from 'vitest';
import { csvRows } from './csv.ts';
import { jsonArrayElements } from './json-array.ts';
import { jsonLines } from './json-lines.ts';

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

describe('jsonLines', () => {
  it('one value a line, with any line ending, also without the last', () => {
    expect(all(jsonLines(bytes('{"a":1}\r\n\n{"a":2}\n{"a":3}')))).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
  });

  it('names the line that is not JSON', () => {
    expect(() => all(jsonLines(bytes('1\n\n{"a":}\n')))).toThrow('line 3 is not JSON');
  });
});

describe('csvRows', () => {
  it('reads quotes, line breaks inside them, and either line ending', () => {
    const text = '\ufeffcity, state\r\n"Foo, ""Bar""\nBaz",Ohio\r\n\n,Utah\nx,""\n"end",';
    expect(all(csvRows(bytes(text)))).toEqual([
      { city: 'Foo, "Bar"\nBaz', state: 'Ohio' },
      { state: 'Utah' },
      { city: 'x' },
      { city: 'end' },
    ]);
  });

  it('a field called __proto__ is a field', () => {
    expect(Object.keys(all(csvRows(bytes('__proto__,b\n1,2\n')))[0] ?? {})).toEqual(['__proto__', 'b']);
  });

  it.each([
    ['', 'empty'],
    ['a,b\n1\n', 'record 2 of the CSV has 1 fields, its header 2'],
    ['a,b\n1,2,3\n', 'has 3 fields'],
    ['a,a\n1,2\n', '"a" twice'],
    ['a\n"open\n', 'inside a quoted field'],
    ['a\n"x"y\n', 'after a quoted field'],
  ])('%j is refused', (text, message) => {
    expect(() => all(csvRows(bytes(text)))).toThrow(message);
  });
});
