import { expect, it } from 'vitest';
import { csvFields, csvWriter } from './csv-fields.ts';
import type { Separator } from './csv-scanner.ts';
import { csvScanner } from './csv-scanner.ts';

/** A line read with the separator, its fields, and those of `places` written anew. */
function read(line: string, separator: Separator, places: readonly number[]) {
  const { record, scan } = csvScanner({ separator, lineEnd: '\n' }, 99);
  scan(Buffer.from(`${line}\n`), 0);
  return { fields: csvFields(record), written: csvWriter(places)(record).toString(), plain: record.plain };
}

it.each([
  ['a,"b ""c"", d",,"e"', ['a', 'b "c", d', '', 'e'], true],
  ['a,"b"c,"d",', ['a', 'bc', 'd', ''], false],
  ['"",5",x"y"z,""""', ['', '5"', 'x"y"z', '"'], false],
])('%s has its fields unquoted', (line, fields, plain) => {
  expect(read(line, ',', [])).toMatchObject({ fields, plain });
});

it('is written with commas, quotes where they are needed, and those fields alone that are asked for', () => {
  expect(read('0;1,5;"b;c";;d "e"', ';', [1, 2, 3, 4]).written).toBe('"1,5","b;c",,"d ""e"""');
  expect(read('0;1,5;"b;c";;d', ';', [1, 2, 3, 4]).written).toBe('"1,5","b;c",,d');
  expect(read('0\ta\t"b ""c"""\t"x"y', '\t', [2, 3]).written).toBe('"b ""c""","xy"');
  expect(read(',a,b', ',', [0, 2]).written).toBe(',b');
  expect(read('ü|"é"|', '|', [0, 1, 2]).written).toBe('ü,"é",');
});
