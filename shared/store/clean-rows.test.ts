import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Batches, startBatches } from '../../tests/batches.ts';
import { datasetNamed } from '../datasets/index.ts';
import { readCleanRows } from './clean-rows.ts';

let batches: Batches;
beforeAll(async () => {
  batches = await startBatches();
}, 60_000);
afterAll(() => batches?.stop());

/** Rows with the weights `first`, `first` + 1, ... in the order of their identities. */
const add = (batch: string, first: number, rows: number) => batches.sql`
  insert into fruit.clean_data (batch, row_number, identity, bucket, id, kind, weight)
  select ${batch}, n, lpad(to_hex(n), 32, '0')::uuid, n % 100, n, 'fig', n
  from generate_series(${first}::int, ${first + rows - 1}::int) n`;

const weights = async (query: { batch?: string; limit?: number }): Promise<number[]> => {
  const { table, bucket } = await readCleanRows(batches.sql, datasetNamed('fruit'), query);
  const weight = table.columns.weight as Float64Array;
  expect([weight.length, bucket.length]).toEqual([table.rows, table.rows]);
  expect([...bucket]).toEqual([...weight].map((value) => value % 100));
  return [...weight];
};

test('all rows, those of one batch, none, or every n-th of them', async () => {
  expect(await weights({})).toEqual([]);
  await add('a', 1, 5);
  await add('b', 6, 4);
  expect(await weights({})).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(await weights({ batch: 'b' })).toEqual([6, 7, 8, 9]);
  expect(await weights({ batch: 'nowhere', limit: 3 })).toEqual([]);
  expect(await weights({ limit: 9 })).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(await weights({ limit: 4 })).toEqual([1, 4, 7]);
});

test('rows that others add meanwhile are there with their count, or not at all', async () => {
  let reading = true;
  let next = 10;
  const adding = (async () => {
    for (; reading; next += 500) await add('more', next, 500);
  })();
  for (let read = 0; read < 15; read++) for (const query of [{}, { limit: 1000 }]) await weights(query);
  reading = false;
  await adding;
  expect(await weights({})).toHaveLength(next - 1);
});
