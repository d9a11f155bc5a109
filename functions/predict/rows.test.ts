import { expect, it } from 'vitest';
import { rowsOf } from './rows.ts';

const known = ['city', 'price'];

async function read(body: Buffer | string, contentType: string): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const some of rowsOf({ contentType, body: Buffer.from(body) }, known)) rows.push(...some);
  return rows;
}

// The same reader as that of files: see shared/rows/reading and tests/messy-csv.test.ts.
it.each([
  ['quotes inside', 'city,price\n5" pipe,1\n7" pipe,2\n', 'text/csv', ['5" pipe', '7" pipe']],
  ['semicolons', 'city;price\r\n"a;b";1\r\n', 'text/csv', ['a;b']],
  ['tabs', 'city\tprice\nMünchen\t1', 'text/tab-separated-values', ['München']],
  ['a mark and CR', '\uFEFFcity,price\rBonn,1\r', 'text/csv', ['Bonn']],
  ['declared', Buffer.from('city,price\nKöln,1\n', 'latin1'), 'text/csv; charset=iso-8859-1', ['Köln']],
  ['UTF-16', Buffer.from('\uFEFFcity,price\nKöln,1\n', 'utf16le'), 'text/csv', ['Köln']],
])('CSV with %s', async (_, body, contentType, cities) => {
  expect((await read(body, contentType)).map((row) => (row as Record<string, string>).city)).toEqual(cities);
});

it.each([
  ['a stray byte', Buffer.from('city,price\nKöln,1\n', 'latin1'), /record 2 of the CSV is not UTF-8/],
  [
    'an open quote',
    'city,price\n"a,1\nb,2\n',
    /record 2 of the CSV cannot be split into the 2 fields.*\\"a,1/,
  ],
  ['a doubled name', 'city,city\na,b\n', /"city" twice/],
  ['nothing', '', /empty/],
])('%s is refused as a whole, with a reason', async (_, body, message) => {
  await expect(read(body, 'text/csv')).rejects.toMatchObject({
    status: 400,
    message: expect.stringMatching(message),
  });
});

it('a charset that is not known is refused', async () => {
  await expect(read('a\n1', 'text/csv; charset=klingon')).rejects.toThrow(/"klingon" is not known/);
});
