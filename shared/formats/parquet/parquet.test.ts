/** Files as pyarrow, pandas, Polars and DuckDB write them (scripts/reference/parquet.py), and what Python says is in them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixture, LIMITS, tableOf } from './fixtures/read.ts';
import { openParquet } from './parquet.ts';

type Texts = Readonly<Record<string, readonly (string | null)[]>>;
/** A column whose texts are '' has those of the first file. */
type Expected = Readonly<Record<string, Readonly<Record<string, readonly (string | null)[] | ''>>>>;

const expected = JSON.parse(
  readFileSync(new URL('fixtures/expected.json', import.meta.url), 'utf8'),
) as Expected;

function textsOf(name: string): Texts {
  const first = expected['pyarrow-none'] ?? {};
  return Object.fromEntries(
    Object.entries(expected[name] ?? {}).map(([column, texts]) => [column, texts || first[column] || []]),
  );
}

describe('every value is the text that its CSV would have', () => {
  it.each(Object.keys(expected))('%s', (name) => {
    expect(tableOf(fixture(name))).toEqual(textsOf(name));
  });

  it('decimals to the last digit, whole numbers of 64 bits, floats as short as they are', () => {
    const { large_decimal, int64, uint64 } = tableOf(fixture('pyarrow-none'));
    expect(large_decimal?.slice(0, 2)).toEqual([
      '12345678901234567890123456789012345.678',
      '-12345678901234567890123456789012346.678',
    ]);
    expect(int64?.slice(0, 2)).toEqual(['9007199254740993', '9007199254740992']);
    expect(uint64?.[0]).toBe('18446744073709551615');
  });
});

it('a value that is no UTF-8 is given as bytes, the others as texts', () => {
  expect(tableOf(fixture('binary')).kind).toEqual(['fig', Buffer.from('p\xEAche', 'latin1'), null]);
});

it('columns that are nested are named, with what to do about each', () => {
  expect(() => openParquet(fixture('nested'), LIMITS)).toThrow(
    'columns that cannot be read: place is a struct: flatten it, with columns such as place_city; ' +
      'tags is a list: send one value a row, or a column for each, such as tags_1; ' +
      'extra is a map: send a column for each of its keys',
  );
});
