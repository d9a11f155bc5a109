import { describe, expect, it } from 'vitest';
import { csvObjects } from './csv-objects.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
const all = <T>(pieces: Iterable<readonly T[]>): T[] => [...pieces].flat();

describe('csvObjects', () => {
  it('reads quotes, line breaks inside them, and either line ending', () => {
    const text = '\ufeffcity, state\r\n"Foo, ""Bar""\nBaz",Ohio\r\n\n,Utah\nx,""\n"end",';
    expect(all(csvObjects(bytes(text)))).toEqual([
      { city: 'Foo, "Bar"\nBaz', state: 'Ohio' },
      { state: 'Utah' },
      { city: 'x' },
      { city: 'end' },
    ]);
  });

  it('a field called __proto__ is a field', () => {
    expect(Object.keys(all(csvObjects(bytes('__proto__,b\n1,2\n')))[0] ?? {})).toEqual(['__proto__', 'b']);
  });

  it.each([
    ['', 'empty'],
    ['a,b\n1\n', 'record 2 of the CSV has 1 fields, its header 2'],
    ['a,b\n1,2,3\n', 'has 3 fields'],
    ['a,a\n1,2\n', '"a" twice'],
    ['a\n"open\n', 'inside a quoted field'],
    ['a\n"x"y\n', 'after a quoted field'],
  ])('%j is refused', (text, message) => {
    expect(() => all(csvObjects(bytes(text)))).toThrow(message);
  });
});
