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

  it('takes the separator with which most names are known', () => {
    expect(all(csvObjects(bytes('city;state\n"a;b";\n'), ['city', 'state']))).toEqual([{ city: 'a;b' }]);
    expect(all(csvObjects(bytes('city;state\n1;2\n')))).toEqual([{ 'city;state': '1;2' }]);
  });

  it('a field called __proto__ is a field', () => {
    expect(Object.keys(all(csvObjects(bytes('__proto__,b\n1,2\n')))[0] ?? {})).toEqual(['__proto__', 'b']);
  });

  it.each([
    ['', 'empty'],
    ['a,b\n1,2\n3\n', 'record 3 of the CSV cannot be split into the 2 fields of its header: "3"'],
    ['a,b\n1,2,3\n', 'record 2 of the CSV cannot be split'],
    ['a,a\n1,2\n', '"a" twice'],
    ['a\n"open\n', 'record 2 of the CSV cannot be split'],
    ['a\nx\0y\n', 'record 2 of the CSV is not UTF-8 text'],
  ])('%j is refused', (text, message) => {
    expect(() => all(csvObjects(bytes(text)))).toThrow(message);
  });

  it('a header of tens of thousands of columns is refused', () => {
    const wide = `${'a,'.repeat(60_000)}b\n${'1,'.repeat(60_000)}2\n`;
    expect(() => all(csvObjects(bytes(wide)))).toThrow('the CSV has 60001 columns, at most 2000 are read');
  });
});
