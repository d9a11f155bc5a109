/** JSON and Parquet, from the file to clean rows, against a real Postgres and a real object store. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Batches, received, startBatches } from '../../tests/batches.ts';
import { ingest } from './index.ts';

let batches: Batches;
beforeAll(async () => {
  batches = await startBatches();
}, 60_000);
afterAll(() => batches?.stop());

const fruit = (name: string): Buffer => readFileSync(new URL(`fixtures/fruit.${name}`, import.meta.url));
const parquet = (name: string): Buffer =>
  readFileSync(new URL(`../../shared/formats/parquet/fixtures/${name}.parquet`, import.meta.url));

const cleanOf = (batch: string) => batches.sql`
  select id, kind, weight from fruit.clean_data where batch = ${batch} order by row_number`;
const rejectedOf = (batch: string) => batches.sql`
  select row_number::int as row, reason, raw->>'text' as text from fruit.rejected
  where batch = ${batch} order by row_number`;

describe('rows that are there as CSV are duplicates of themselves as Parquet', () => {
  it('as pandas wrote the CSV', async () => {
    expect(await batches.file('fruit-csv', fruit('csv'))).toMatchObject({ received: 60, clean: 60 });
  });

  it.each(['pyarrow', 'pandas', 'polars', 'duckdb'])('%s', async (program) => {
    expect(await batches.file(`fruit-${program}`, fruit(`${program}.parquet`))).toMatchObject({
      received: 60,
      clean: 0,
      rejected: 0,
      duplicate: 60,
    });
    const [days] = await batches.sql`
      select count(*)::int as days from fruit.raw_data as b join fruit.raw_data as a using (row_number)
      where a.batch = 'fruit-csv' and b.batch = ${`fruit-${program}`}
        and a.picked is not distinct from b.picked and a.id = b.id and a.weight::float8 = b.weight::float8`;
    expect(days?.days).toBe(60);
  });
});

describe('codes of more digits than a double has stay apart', () => {
  const lines = ['9007199254740993', '9007199254740992', '9007199254740993'].map(
    (id) => `{"id": ${id}, "kind": "quince", "weight": 1}`,
  );
  const bodies: [string, string][] = [
    ['ndjson', lines.join('\n')],
    ['json', `[${lines.join(', ')}]`],
    ['rows', `{"rows": [${lines.join(', ')}]}`],
  ];
  it.each(bodies)('%s', async (name, body) => {
    await batches.sql`delete from fruit.clean_data where kind = 'quince'`;
    expect(await batches.file(`codes-${name}`, body)).toMatchObject({ received: 3, clean: 2, duplicate: 1 });
    expect((await cleanOf(`codes-${name}`)).map((row) => row.id)).toEqual([
      '9007199254740993',
      '9007199254740992',
    ]);
  });
});

describe('a file may be', () => {
  const row = (id: number) => ({ id, kind: 'sorb', weight: 2 });
  const bodies: [string, string | Buffer, number][] = [
    ['one-printed-object', JSON.stringify(row(401), null, 2), 1],
    ['printed-objects', [402, 403].map((id) => JSON.stringify(row(id), null, 2)).join('\n'), 2],
    ['rows', JSON.stringify({ rows: [row(404), row(405)] }, null, 1), 2],
    [
      'packed-twice-in-one',
      Buffer.concat([gzipSync(`[${JSON.stringify(row(406))},`), gzipSync('{"id":1}]')]),
      2,
    ],
  ];
  it.each(bodies)('%s', async (name, body, rows) => {
    expect(await batches.file(`may-${name}`, body)).toMatchObject({ stage: 'cleaned', received: rows });
  });
});

describe('a row is rejected alone, with what is wrong with it', () => {
  it('when an object or a list is where a value belongs', async () => {
    const body = [
      { id: 501, kind: { name: 'Perth' }, weight: 1 },
      { id: 502, kind: 'fig', weight: [1, 2] },
      { id: 503, kind: 'fig', weight: 1 },
    ];
    const line = await batches.file('nested-values', JSON.stringify(body));
    expect(line).toMatchObject({ received: 3, clean: 1, rejected: 2, reasons: { malformed: 2 } });
    expect((await rejectedOf('nested-values')).map(({ row, text }) => [row, text])).toEqual([
      [1, 'kind: expected text, got an object: {"id":501,"kind":{"name":"Perth"},"weight":1}'],
      [2, 'weight: expected a number, got a list: {"id":502,"kind":"fig","weight":[1,2]}'],
    ]);
  });

  it('when a text of a Parquet file is none', async () => {
    const line = await batches.file('not-utf8', parquet('binary'));
    expect(line).toMatchObject({ received: 3, clean: 2, rejected: 1 });
    const [rejected] = await rejectedOf('not-utf8');
    expect(rejected?.text).toBe('{"id":"2","kind":"p\uFFFDche","weight":"2"}');
  });
});

describe('refused for good, and nothing of it is stored', () => {
  const MiB = 1024 ** 2;
  const longRow = `1,${'f'.repeat(100_000)},2,,\n`;
  const bodies: [string, Buffer | string, RegExp][] = [
    [
      'nested',
      parquet('nested'),
      /place is a struct: flatten it, with columns such as place_city; tags is a list/,
    ],
    ['nulls', parquet('nulls'), /declares 4000000 rows in 465 bytes: that is no data/],
    [
      'cut',
      fruit('pyarrow.parquet').subarray(0, -100),
      /not a readable Parquet file: it does not end as one/,
    ],
    [
      'damaged',
      Buffer.from(fruit('pandas.parquet')).fill(7, 4, 90),
      /not a readable Parquet file.*\(column id\)/,
    ],
    ['lists', '[[1, "fig", 2]]', /rows are lists, without the names of columns/],
    [
      'bomb',
      gzipSync(Buffer.concat([fruit('csv'), Buffer.alloc(80 * MiB, longRow)])),
      /becomes more than 500 times/,
    ],
    ['gzip-of-gzip', gzipSync(gzipSync('id,kind,weight\n1,fig,2\n')), /gzip file inside of a gzip file/],
    ['zip', Buffer.from('504b03041400', 'hex'), /ZIP or Excel file: export it as CSV/],
    ['zstd', Buffer.from('28b52ffd0458', 'hex'), /Zstandard file: unpack it/],
  ];
  it.each(bodies)('%s', async (id, body, message) => {
    const dataref = await batches.upload(`test/${id}`, body);
    await expect(
      ingest.take(received(`refused-${id}`, { dataref }), batches.resources),
    ).rejects.toMatchObject({ name: 'PermanentError', message: expect.stringMatching(message) });
    const [raw] = await batches.sql`
      select count(*)::int as rows from fruit.raw_data where batch = ${`refused-${id}`}`;
    expect(raw?.rows).toBe(0);
  });
});
