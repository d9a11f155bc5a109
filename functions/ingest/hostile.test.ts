/** Files that are made to do harm: refused for good and soon, and whoever comes next is taken. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Batches, startBatches } from '../../tests/batches.ts';

let batches: Batches;
beforeAll(async () => {
  batches = await startBatches();
}, 60_000);
afterAll(() => batches?.stop());

/** A row of 1,000 letters, again and again: once in a dictionary, and for each row next to nothing. */
function unfolding(rows: number): Buffer {
  const all = <T>(value: T): T[] => new Array<T>(rows).fill(value);
  const columnData = [
    { name: 'id', data: all('1'), type: 'STRING' as const },
    { name: 'kind', data: all('fig'.repeat(333)), type: 'STRING' as const },
    { name: 'weight', data: all(2), type: 'DOUBLE' as const },
  ];
  return Buffer.from(parquetWriteBuffer({ columnData }));
}

test('a Parquet file whose rows are ten thousand times as large', async () => {
  const file = unfolding(100_000);
  expect(file.length).toBeLessThan(10_000);
  await expect(batches.file('unfolds', file)).rejects.toMatchObject({
    name: 'PermanentError',
    message: expect.stringMatching(
      /^the Parquet file has \d+ bytes, and more than 67108864 as rows: that is no data$/,
    ),
  });
  expect(await batches.sql`select from fruit.raw_data where batch = 'unfolds'`).toEqual([]);
  expect(await batches.file('unfolds-less', unfolding(20))).toMatchObject({
    received: 20,
    clean: 1,
    duplicate: 19,
  });
});

describe('a row with a value that is too long to be one is rejected alone', () => {
  const rows = ['ö'.repeat(10_000), 'ö'.repeat(10_001)].map((kind, i) => ({
    id: String(71 + i),
    kind,
    weight: 2,
  }));
  const lines = (of: typeof rows): string =>
    ['id,kind,weight', ...of.map(({ id, kind, weight }) => `${id},"${kind}",${weight}`)].join('\n');
  const parquet = parquetWriteBuffer({
    columnData: [
      { name: 'id', data: rows.map(({ id }) => id), type: 'STRING' },
      { name: 'kind', data: rows.map(({ kind }) => kind), type: 'STRING' },
      { name: 'weight', data: rows.map(({ weight }) => weight), type: 'DOUBLE' },
    ],
  });
  const asEvent = (name: string) => batches.take(name, { data: { rows } });
  const asFile = (body: string | Buffer) => (name: string) => batches.file(name, body);
  test.each([
    ['csv', asFile(lines(rows))],
    ['ndjson', asFile(rows.map((row) => JSON.stringify(row)).join('\n'))],
    ['parquet', asFile(Buffer.from(parquet))],
    ['event', asEvent],
  ])('%s', async (name, send) => {
    await batches.sql`delete from fruit.clean_data where id in ('071', '072')`;
    expect(await send(`long-${name}`)).toMatchObject({
      received: 2,
      clean: 1,
      rejected: 1,
      reasons: { length: 1 },
    });
    const [kept] =
      await batches.sql`select length(kind) from fruit.clean_data where batch = ${`long-${name}`}`;
    expect(kept?.length).toBe(10_000);
  });
});

test('a filename with a zero byte is refused', async () => {
  const dataref = await batches.upload('test/zero', 'id,kind,weight\n91,fig,1\n');
  await expect(batches.take('zero', { dataref, data: { filename: 'a\0.csv' } })).rejects.toMatchObject({
    name: 'PermanentError',
    message: 'the filename has a zero byte in it',
  });
});

describe('values that are nested 100,000 deep', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const row = (kind: string): string => `{"id": "81", "kind": ${kind}, "weight": 1}`;
  test.each([
    ['array', `[${row('"fig"')}, ${row(deep)}]`],
    ['rows', `{"rows": [${row(deep)}]}`],
  ])('%s: the file is refused', async (name, body) => {
    await expect(batches.file(`deep-${name}`, body)).rejects.toMatchObject({
      name: 'PermanentError',
      message: expect.stringMatching(/^not JSON: nested deeper than 100$/),
    });
    expect(await batches.sql`select from fruit.raw_data where batch = ${`deep-${name}`}`).toEqual([]);
  });

  test.each([
    ['lines', [row(deep), row('"quince"')].join('\n')],
    ['objects', [row(deep), row('"quince"')].join('\n').replaceAll('{', '{\n')],
  ])('%s: the row is rejected alone', async (name, body) => {
    await batches.sql`delete from fruit.clean_data where id = '081'`;
    expect(await batches.file(`deep-${name}`, body)).toMatchObject({
      received: 2,
      clean: 1,
      rejected: 1,
      reasons: { malformed: 1 },
    });
  });
});
