/** The rows of a training as one Parquet object: what the model learned from, for whoever asks later. */
import { parquetRead } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Dataset } from '../datasets/declaration.ts';
import { isNumeric } from '../datasets/normalise.ts';
import type { Column } from '../ml/table.ts';
import type { CleanRows } from './clean-rows.ts';
import type { Address, ObjectStore } from './objects.ts';

/** Beside the declared columns; starts with a letter that no declared column may start with. */
const BUCKET = '_bucket';

export async function writeSnapshot(
  objects: ObjectStore,
  address: Address,
  dataset: Dataset,
  { table, bucket }: CleanRows,
): Promise<void> {
  const columns = Object.entries(dataset.columns).map(([name, declaration]) => {
    const column = table.columns[name];
    if (!column) throw new Error(`the rows have no column "${name}"`);
    return isNumeric(declaration)
      ? { name, type: 'DOUBLE' as const, data: column }
      : { name, type: 'STRING' as const, data: column, nullable: true };
  });
  const file = parquetWriteBuffer({
    columnData: [{ name: BUCKET, type: 'INT32', data: Int32Array.from(bucket) }, ...columns],
  });
  await objects.put(address, new Uint8Array(file));
}

/** @throws when the object is no snapshot of this data set */
export async function readSnapshot(
  objects: ObjectStore,
  address: Address,
  dataset: Dataset,
): Promise<CleanRows> {
  const bytes = await objects.read(address);
  const file = new Uint8Array(bytes).buffer;
  const columns: Record<string, Column> = {};
  let bucket = new Uint8Array();
  const parts = new Map<string, ArrayLike<unknown>[]>();
  await parquetRead({
    file,
    onChunk: ({ columnName, columnData }) => {
      parts.set(columnName, [...(parts.get(columnName) ?? []), columnData]);
    },
  });
  const whole = (name: string): unknown[] => (parts.get(name) ?? []).flatMap((part) => Array.from(part));
  bucket = Uint8Array.from(whole(BUCKET) as number[]);
  for (const [name, declaration] of Object.entries(dataset.columns)) {
    if (!parts.has(name)) throw new Error(`the snapshot ${address.key} has no column "${name}"`);
    columns[name] = isNumeric(declaration)
      ? Float64Array.from(whole(name) as number[])
      : whole(name).map((value) => (value === undefined ? null : (value as string | null)));
  }
  return { table: { rows: bucket.length, columns }, bucket };
}
