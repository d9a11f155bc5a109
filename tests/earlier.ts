/** Stores as an earlier commit left them (see fixtures/earlier/make.mjs), put into fresh ones. */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Sql, Transaction } from '../shared/store/database.ts';
import { addressOf, type ObjectStore } from '../shared/store/objects.ts';

export interface Earlier {
  /** What the model in production answered to these rows. */
  readonly answers: {
    readonly model_version: number;
    readonly predictions: readonly {
      readonly input: unknown;
      readonly rent: number;
      readonly interval: unknown;
    }[];
  };
  /** Of the tables of the data set, as they were made then. */
  readonly ddl: string;
  /** Rows by table. */
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  /** Base64 by address. */
  readonly objects: Readonly<Record<string, string>>;
  /** What the embedded platform kept of its Services. */
  readonly services: unknown;
}

const folder = new URL('./fixtures/earlier/', import.meta.url);
const migrations = new URL('../shared/store/migrations/', import.meta.url);

/** @param name training: killed while trials ran; promoted: killed between a promotion and its rollout */
export async function readEarlier(name: 'training' | 'promoted'): Promise<Earlier> {
  const text = await promisify(gunzip)(await readFile(new URL(`${name}.json.gz`, folder)));
  return JSON.parse(text.toString('utf8')) as Earlier;
}

/** @param sql an empty database */
export async function restore(
  { ddl, tables, objects }: Earlier,
  sql: Sql,
  store: ObjectStore,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx.unsafe(
      'create schema marea; create table marea.migrations (name text primary key, applied_at timestamptz default now())',
    );
    for (const { name } of tables['marea.migrations'] ?? [])
      await tx.unsafe(await readFile(new URL(String(name), migrations), 'utf8'));
    await tx.unsafe(ddl);
    // The rows as they were: nothing is counted or checked again.
    await tx`set local session_replication_role = replica`;
    await tx`delete from marea.totals`;
    for (const [table, rows] of Object.entries(tables))
      await tx`
        insert into ${tx(table)} overriding system value
        select * from jsonb_populate_recordset(null::${tx(table)}, ${tx.json(rows as never)})`;
    for (const table of ['experiments', 'outbox', 'dead_letters', 'model_history'])
      await tx`
        select setval(pg_get_serial_sequence(${`marea.${table}`}, 'id'), greatest(1, (select max(id) from ${tx(`marea.${table}`)})))`;
    await asOfNow(tx);
  });
  await store.ensureBuckets();
  for (const [uri, bytes] of Object.entries(objects))
    await store.put(addressOf(uri), Buffer.from(bytes, 'base64'));
}

/** As if it had been left just now, whenever the test runs: what stands still for hours is given up. */
async function asOfNow(tx: Transaction): Promise<void> {
  const [moved] = await tx<{ by: string }[]>`select (now() - max(created_at))::text as by from marea.outbox`;
  const columns = await tx<{ table: string; name: string }[]>`
    select table_schema || '.' || table_name as table, column_name as name from information_schema.columns
    where table_schema not in ('pg_catalog', 'information_schema') and data_type = 'timestamp with time zone'`;
  for (const { table, name } of columns)
    await tx`update ${tx(table)} set ${tx(name)} = ${tx(name)} + ${moved?.by ?? '0'}::interval`;
}
