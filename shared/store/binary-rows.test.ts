/** What was written comes out of Postgres as it went in. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Services, startServices } from '../../tests/services.ts';
import { binaryRows } from './binary-rows.ts';
import { copyIn } from './copy.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());

const uuid = '00112233445566778899aabbccddeeff';
const long = 'Straße in São Paulo, '.repeat(40);

it('every type, missing values, texts of any length and letters', async () => {
  // Too small on purpose: it grows.
  const rows = binaryRows(0);
  for (const [text, number, day] of [
    ['', 0.1, 0],
    ['a\tb\\n', -1e300, -10_958],
    ['Cataño', 5e-324, 19_082],
    [long, Number.MAX_SAFE_INTEGER, 10_957],
    [null, Number.NaN, Number.NaN],
  ] as const) {
    rows.row(6);
    rows.text(text);
    rows.float(number);
    rows.day(day);
    rows.integer(-7);
    rows.short(99);
    rows.uuid(Buffer.from(uuid, 'hex').toString('latin1'));
  }
  const input = rows.end();
  const found = await services.sql.begin(async (sql) => {
    await sql`
      create temporary table t (text text, number double precision, day date, i integer, s smallint, id uuid)
      on commit drop`;
    await copyIn(sql, 'copy t from stdin (format binary)', [input]);
    return await sql`select text, number, day::text, i, s, replace(id::text, '-', '') as id from t`;
  });
  const same = { i: -7, s: 99, id: uuid };
  expect([...found]).toEqual([
    { text: '', number: 0.1, day: '1970-01-01', ...same },
    { text: 'a\tb\\n', number: -1e300, day: '1940-01-01', ...same },
    { text: 'Cataño', number: 5e-324, day: '2022-03-31', ...same },
    { text: long, number: Number.MAX_SAFE_INTEGER, day: '2000-01-01', ...same },
    { text: null, number: null, day: null, ...same },
  ]);
});

it('no rows are a copy, too; a negative zero is zero', async () => {
  const rows = binaryRows(0);
  rows.row(1);
  rows.float(-0);
  const input = rows.end();
  const found = await services.sql.begin(async (sql) => {
    await sql`create temporary table t (number double precision) on commit drop`;
    await copyIn(sql, 'copy t from stdin (format binary)', [binaryRows(0).end()]);
    await copyIn(sql, 'copy t from stdin (format binary)', [input]);
    return await sql`select number::text from t`;
  });
  expect([...found]).toEqual([{ number: '0' }]);
});
