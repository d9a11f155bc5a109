/** The file against the table, on a real Postgres, as hyparquet and, where a Python has it, pyarrow read it. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { python, pythonHas } from '../../../scripts/benchmarks/python.ts';
import { startConsole, type TestConsole } from '../../../tests/console.ts';
import { httpRequest } from '../../../tests/http-request.ts';

const PATH = '/api/datasets/realtor/rows.parquet';
const ROWS = 45_000;
const hasPyarrow = await pythonHas(['pyarrow']);

let marea: TestConsole;
beforeAll(async () => {
  marea = await startConsole();
  await marea.services.sql`
    insert into realtor.clean_data (batch, row_number, processed_date, identity, bucket, price, bed, zip_code, city,
                                    prev_sold_date)
    select 'b' || i % 3, i, timestamptz '2026-05-01T00:00:00.123456Z' + i * interval '1 minute', gen_random_uuid(),
      i % 100, i * 1000.5, nullif(i % 5, 0), case when i % 7 > 0 then lpad(i::text, 5, '0') end, 'Cañón ' || i % 11,
      case when i % 2 = 0 then date '1899-12-31' + i end
    from generate_series(1, ${ROWS}) i`;
});
afterAll(() => marea.stop());

const answered = async (query = '', method = 'GET') => await marea.handle(httpRequest(method, PATH + query));
async function file(query = ''): Promise<ArrayBuffer> {
  const answer = await answered(query);
  expect(answer.status, String(answer.body)).toBe(200);
  const bytes = await buffer(answer.body as Readable);
  return new Uint8Array(bytes).buffer;
}
/** The status, when all of it is taken. */
async function taken(query = ''): Promise<number> {
  const { status, body } = await answered(query);
  if (status === 200) await buffer(body as Readable);
  return status;
}
const rowsOf = async (query = '') => await parquetReadObjects({ file: await file(query), compressors });

test('has all rows of the table, each value of its type', async () => {
  const rows = await rowsOf('?columns=row_number,price,bed,zip_code,city,prev_sold_date,processed_date');
  const there = await marea.services.sql<{ line: string }[]>`
    select concat_ws('|', row_number, price, coalesce(bed::text, '-'), coalesce(zip_code, '-'), city,
      coalesce(prev_sold_date::text, '-'), to_char(processed_date at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as line
    from realtor.clean_data order by identity`;
  const lines = rows.map(({ row_number, price, bed, zip_code, city, prev_sold_date, processed_date }) =>
    [
      row_number,
      price,
      bed ?? '-',
      zip_code ?? '-',
      city,
      (prev_sold_date as Date | null)?.toISOString().slice(0, 10) ?? '-',
      (processed_date as Date).toISOString(),
    ].join('|'),
  );
  expect(lines).toEqual(there.map(({ line }) => line));
});

test('comes in groups that are sent as they are made', async () => {
  const whole = await file();
  expect(parquetMetadata(whole).row_groups.length).toBeGreaterThan(3);
  const body = (await answered()).body as Readable;
  const first = await body[Symbol.asyncIterator]().next();
  body.destroy();
  expect(first.value.length).toBeLessThan(whole.byteLength / 2);
});

test('holds what was cleaned since then, and the columns that are asked for', async () => {
  const rows = await rowsOf('?since=2026-05-31T23:59:00Z&columns=city&columns=bed');
  const minutesOfMay = 31 * 24 * 60 - 1;
  expect(rows).toHaveLength(ROWS - minutesOfMay + 1);
  expect(Object.keys(rows[0] ?? {})).toEqual(['city', 'bed']);
});

test('of no rows is a file all the same', async () => {
  const none = await file('?since=2030-01-01');
  expect(parquetMetadata(none).num_rows).toBe(0n);
});

test('whole numbers stay whole numbers', async () => {
  await marea.services.sql`
    insert into diabetes.clean_data (batch, row_number, identity, bucket, time_in_hospital)
    values ('b', 1, gen_random_uuid(), 0, 3), ('b', 2, gen_random_uuid(), 0, null)`;
  const path = '/api/datasets/diabetes/rows.parquet?columns=time_in_hospital';
  const { body } = await marea.handle(httpRequest('GET', path));
  const bytes = new Uint8Array(await buffer(body as Readable)).buffer;
  const rows = await parquetReadObjects({ file: bytes, compressors });
  expect(new Set(rows.map((row) => row.time_in_hospital))).toEqual(new Set([3n, null]));
});

test('what is no time, no column, no data set is refused', async () => {
  const refusal = async (path: string, status: number) =>
    (await marea.ask(httpRequest('GET', path), status)).error;
  expect(await refusal(`${PATH}?since=yesterday`, 422)).toContain('since is "yesterday"');
  expect(await refusal(`${PATH}?since=2026-02-31T00:00:00`, 422)).toContain('with its zone');
  expect(await refusal(`${PATH}?columns=price,prize`, 422)).toContain('no column "prize"');
  await refusal('/api/datasets/nowhere/rows.parquet', 404);
});

test('a third reader waits for its turn, which comes when one goes away', async () => {
  const taking = [await answered(), await answered()].map(({ body }) => body as Readable);
  const third = await answered();
  expect([third.status, third.headers?.['retry-after']]).toEqual([503, '5']);
  taking[0]?.destroy();
  await expect.poll(() => taken('?columns=bed')).toBe(200);
  taking[1]?.destroy();
});

test('a database that is away is told, not half a file', async () => {
  await marea.services.sql`alter table realtor.clean_data rename to elsewhere`;
  try {
    await expect.poll(() => taken()).toBe(500);
  } finally {
    await marea.services.sql`alter table realtor.elsewhere rename to clean_data`;
  }
});

describe.runIf(hasPyarrow)('pyarrow', () => {
  test('reads it with types of its own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'marea-rows-'));
    const path = join(folder, 'realtor.parquet');
    await writeFile(
      path,
      Buffer.from(await file('?columns=price,bed,zip_code,prev_sold_date,processed_date')),
    );
    const script = `import pyarrow.parquet as p, sys; t = p.read_table(sys.argv[1]); print(t.num_rows, *t.schema.types)`;
    const { stdout } = await promisify(execFile)(python, ['-c', script, path]);
    await rm(folder, { recursive: true });
    expect(stdout.trim()).toBe(`${ROWS} double double string date32[day] timestamp[us, tz=UTC]`);
  });
});
