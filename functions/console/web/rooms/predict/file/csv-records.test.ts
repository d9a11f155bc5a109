import { expect, test } from 'vitest';
import { csvReader, type Separator, written } from './csv-records.ts';

/** Cells of the records of a text that comes in pieces of so many characters. */
function cells(text: string, size: number, separator: Separator = ',') {
  const reader = csvReader(separator);
  const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    reader.push(text.slice(index * size, (index + 1) * size)),
  );
  return [...pieces.flat(), ...reader.end()];
}

const RFC = 'aaa,"b ""bb","c,c\r\nc"\r\n\r\n,5" pipe,\r\n"x"y,"",z';

test.each([1, 2, 3, 7, 1000])(
  'quotes, line ends in them and empty lines are read, %i characters at a time',
  (size) => {
    expect(cells(RFC, size)).toEqual([
      { cells: ['aaa', 'b "bb', 'c,c\r\nc'], text: 'aaa,"b ""bb","c,c\r\nc"' },
      { cells: ['', '5" pipe', ''], text: ',5" pipe,' },
      { cells: ['xy', '', 'z'], text: '"x"y,"",z' },
    ]);
  },
);

test('other separators, and a quote that is never closed', () => {
  expect(cells('a;b,c\n', 3, ';')).toEqual([{ cells: ['a', 'b,c'], text: 'a;b,c' }]);
  expect(cells('a\tb|c\n', 3, '\t')[0]?.cells).toEqual(['a', 'b|c']);
  expect(cells('a|b\n', 3, '|')[0]?.cells).toEqual(['a', 'b']);
  expect(cells('1,"open\n2,3', 4)).toEqual([{ cells: ['1', 'open\n2,3'], text: '1,"open\n2,3' }]);
});

test('a record that does not end is refused before it takes the memory', () => {
  const reader = csvReader(',');
  expect(() => reader.push(`"${'x'.repeat(1024 ** 2)}`)).toThrow(RangeError);
});

test('a cell is quoted where it has to be', () => {
  expect(['a', 'a;b', 'a,b', '"', 'a\nb'].map((cell) => written(cell, ','))).toEqual([
    'a',
    'a;b',
    '"a,b"',
    '""""',
    '"a\nb"',
  ]);
});
