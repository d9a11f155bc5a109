/** Files that are made to do harm: refused for good and soon, and whoever comes next is taken. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
