/** Numbers of Parquet in columns whose texts are written otherwise; the files are pyarrow's. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ColumnDeclaration, Dataset } from '../../datasets/declaration.ts';
import { normaliseColumn } from '../../datasets/normalise.ts';
import { realtor } from '../../datasets/realtor/index.ts';
import { copyValues } from '../../formats/index.ts';
import { fixture } from '../../formats/parquet/fixtures/read.ts';
import { limits } from './limits.ts';
import { parquetRows } from './parquet.ts';

const folder = new URL('../../formats/parquet/fixtures/', import.meta.url);
/** What Python says is in them. */
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<
  string,
  Record<string, (string | null)[]>
>;

async function* whole() {
  yield fixture('pyarrow-none');
}

it.each(['small_decimal', 'decimal', 'float', 'double', 'int8', 'uint32'])(
  'a %s is the number that it is where texts of the column have a comma before decimals',
  async (name) => {
    const declaration: ColumnDeclaration = { type: 'number', label: name, numbers: '1.234,5' };
    const others = Object.keys(expected['pyarrow-none'] ?? {}).map((column): [string, ColumnDeclaration] => [
      column,
      { type: 'text', label: column, optional: true },
    ]);
    const columns = { ...Object.fromEntries(others), [name]: declaration };
    const dataset: Dataset = { ...realtor, columns };
    const file = await parquetRows(whole(), dataset, limits);
    const place = file.columns.indexOf(name);
    const values = copyValues(file.columns.length);
    const texts: string[] = [];
    for await (const _ of file.feed({
      record: (bytes, start, end) => texts.push(values(bytes, start, end)[place] ?? ''),
      malformed: () => expect.unreachable(),
    }));
    const numbers = expected['pyarrow-none']?.[name]?.map((text) =>
      text === null ? Number.NaN : Number(text),
    );
    expect(normaliseColumn(declaration, texts).column).toEqual(Float64Array.from(numbers ?? []));
  },
);
