/** The data as they are looked at: declaration, profile, rows, against rows that stand in the tables. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BrowsedRows, DataProfile, Declared } from '../../../shared/api/data.ts';
import { datasetNamed } from '../../../shared/datasets/index.ts';
import { startConsole, type TestConsole } from '../../../tests/console.ts';

let marea: TestConsole;
beforeAll(async () => {
  marea = await startConsole();
});
afterAll(() => marea.stop());

/** Rows 1 to n of batch b1: price and bed rise together, bath falls; every fourth is in Maine, every tenth has no bed. */
async function cleanRows(n: number): Promise<void> {
  const { sql } = marea.services;
  await sql`truncate realtor.clean_data`;
  await sql`
    insert into realtor.clean_data (batch, row_number, identity, bucket, price, bed, bath, state, street, prev_sold_date)
    select 'b1', i, md5(i::text)::uuid, 1, 1000 * i, case when i % 10 = 0 then null else i end, -i,
           case when i % 4 = 0 then 'Maine' else 'Ohio' end, i::text, date '2020-01-01' + i
    from generate_series(1, ${n}) i`;
  await sql`truncate marea.batches cascade`;
  await sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage, received, clean)
    values ('realtor', 'b1', 's', 'e', 'source', 'cleaned', ${n}, ${n})`;
}

test('a declaration is told whole, with the statements that make its tables', async () => {
  const { declaration, schema } = (await marea.get(
    '/api/datasets/realtor/declaration',
  )) as unknown as Declared;
  expect(declaration).toEqual(JSON.parse(JSON.stringify(datasetNamed('realtor'))));
  await marea.services.sql.unsafe(schema);
  await marea.get('/api/datasets/nowhere/declaration', 404);
});

describe('the profile', () => {
  const profile = async () => (await marea.get('/api/datasets/realtor/profile')) as unknown as DataProfile;

  test('counts what is there, what is missing, and how it lies', async () => {
    await cleanRows(100);
    const { rows, looked, columns } = await profile();
    expect([rows, looked]).toEqual([100, 100]);
    const column = (name: string) => columns.find((one) => one.name === name);
    expect(column('bed')).toMatchObject({ kind: 'number', count: 90, missing: 10, distinct: 90 });
    expect(column('price')).toMatchObject({
      role: 'target',
      summary: { min: 1000, max: 100_000, median: 50_500 },
    });
    expect(column('state')).toMatchObject({
      kind: 'text',
      values: [
        ['Ohio', 75],
        ['Maine', 25],
      ],
      other: 0,
    });
    expect(column('prev_sold_date')).toMatchObject({ kind: 'date', summary: { min: 18_263 } });
  });

  test('says what goes up with what, over rows that have both', async () => {
    await cleanRows(100);
    const { correlations } = await profile();
    const between = (a: string, b: string) =>
      correlations.find((one) => [one.a, one.b].includes(a) && [one.a, one.b].includes(b))?.rank;
    expect(between('price', 'bed')).toBeCloseTo(1, 12);
    expect(between('bed', 'bath')).toBeCloseTo(-1, 12);
    // Nothing of it is there.
    expect(between('price', 'house_size')).toBeUndefined();
  });

  test('of many rows is of a sample, and is another when the rows are', async () => {
    await cleanRows(40_000);
    const first = await profile();
    expect(first.rows).toBe(40_000);
    expect(first.looked).toBeGreaterThan(9000);
    expect(first.looked).toBeLessThan(11_000);
    expect(await profile()).toEqual(first);
    await cleanRows(50);
    expect(await profile()).toMatchObject({ rows: 50, looked: 50 });
  });
});

describe('rows', () => {
  beforeEach(() => cleanRows(20));
  const browse = async (query: string) =>
    (await marea.get(`/api/datasets/realtor/rows?${query}`)) as unknown as BrowsedRows;
  const numbers = async (query: string) =>
    (await browse(query)).rows.map(({ row }) => row).toSorted((a, b) => a - b);

  test('are read page by page, each once', async () => {
    const found: number[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: BrowsedRows = await browse(`limit=6${next && `&after=${next}`}`);
      found.push(...page.rows.map(({ row }) => row));
      next = page.next;
    }
    expect(found.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  test('have every declared column, days as days', async () => {
    const [row] = (await browse('price=3000')).rows;
    expect(row).toMatchObject({
      batch: 'b1',
      row: 3,
      values: {
        price: 3000,
        bed: 3,
        bath: -3,
        state: 'Ohio',
        street: '3',
        prev_sold_date: '2020-01-04',
        city: null,
      },
    });
    expect(Object.keys(row?.values ?? {}).toSorted()).toEqual(
      Object.keys(datasetNamed('realtor').columns).toSorted(),
    );
  });

  test('fit what is asked for', async () => {
    expect(await numbers('state=MAINE')).toEqual([4, 8, 12, 16, 20]);
    expect(await numbers('price.from=18000')).toEqual([18, 19, 20]);
    expect(await numbers('bed.from=3&bed.to=5&state=ohio')).toEqual([3, 5]);
    expect(await numbers('prev_sold_date=2020-01-04')).toEqual([3]);
    expect(await numbers('prev_sold_date.to=2020-01-03')).toEqual([1, 2]);
    expect(await numbers("state=Ohio' or true --")).toEqual([]);
  });

  test.each([
    ['colour=red', 'there is no column "colour"'],
    ['bed=many', 'expected a number'],
    ['prev_sold_date.from=yesterday', 'expected a day'],
    ['prev_sold_date=2020-13-01', 'expected a day'],
    ['after=1', 'the identity of a row'],
    ['__proto__=1', 'there is no column'],
  ])('%s is refused: %s', async (query, why) => {
    expect((await marea.get(`/api/datasets/realtor/rows?${query}`, 422)).error).toContain(why);
  });
});
