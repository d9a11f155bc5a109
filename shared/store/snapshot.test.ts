import { expect, test } from 'vitest';
import { datasetNamed } from '../datasets/index.ts';
import { isNumeric } from '../datasets/normalise.ts';
import type { Column } from '../ml/table.ts';
import type { Address, ObjectStore } from './objects.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';

/** Just what a snapshot needs of a store. */
function memory(): ObjectStore {
  const kept = new Map<string, Buffer>();
  return {
    put: async ({ key }: Address, body: Uint8Array) => void kept.set(key, Buffer.from(body)),
    read: async ({ key }: Address) => kept.get(key) ?? Buffer.alloc(0),
  } as unknown as ObjectStore;
}

test('rows come back as they were written: numbers, missing ones, texts, empty columns', async () => {
  const dataset = datasetNamed('realtor');
  const rows = 1000;
  const columns: Record<string, Column> = {};
  for (const [name, column] of Object.entries(dataset.columns))
    columns[name] = isNumeric(column)
      ? Float64Array.from({ length: rows }, (_, row) => (row % 7 === 0 ? Number.NaN : row / 3))
      : Array.from({ length: rows }, (_, row) => (row % 5 === 0 ? null : `${name} ü ${row % 50}`));
  columns.street = new Array<null>(rows).fill(null);
  const written = {
    table: { rows, columns },
    bucket: Uint8Array.from({ length: rows }, (_, row) => row % 100),
  };
  const objects = memory();
  const address = { bucket: 'datasets', key: 'snapshot.parquet' } as const;
  await writeSnapshot(objects, address, dataset, written);
  expect(await readSnapshot(objects, address, dataset)).toEqual(written);
});
