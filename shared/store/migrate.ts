/** Brings a database up to date: numbered plain SQL for the platform, tables from the declaration for each data set. */
import { readdir, readFile } from 'node:fs/promises';
import { datasets } from '../datasets/index.ts';
import { connect, type Query, type Transaction } from './database.ts';
import { makeRoles, rowGrants } from './roles/roles.ts';
import { createTables } from './tables.ts';

const folder = new URL('./migrations/', import.meta.url);
/** Any number; the same for all who migrate. */
const LOCK = 7_120_411;

/**
 * Applies what is missing, in one transaction, under a lock: may run in many processes at once.
 * @param seed of the functions' passwords; without it they have no roles, and ask as the owner
 * @throws when a migration fails; nothing is applied then.
 */
export async function migrate(databaseUrl: string, seed?: string): Promise<void> {
  const sql = connect(databaseUrl, { max: 1, name: 'migrate' });
  try {
    await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${LOCK})`;
      await applyNumbered(tx);
      const database = await databaseOf(tx);
      if (seed) await makeRoles(tx, { database, seed }, datasets());
      for (const dataset of datasets()) await createTables(tx, dataset, seed && rowGrants(database, dataset));
    });
  } finally {
    await sql.end();
  }
}

async function databaseOf(sql: Query): Promise<string> {
  const [row] = await sql<{ name: string }[]>`select current_database() as name`;
  return row?.name ?? '';
}

/** @param only those of these names; default all. */
export async function applyNumbered(tx: Transaction, only?: readonly string[]): Promise<void> {
  await tx`create schema if not exists marea`;
  await tx`create table if not exists marea.migrations (name text primary key, applied_at timestamptz default now())`;
  const done = new Set(
    (await tx<{ name: string }[]>`select name from marea.migrations`).map((row) => row.name),
  );
  const names = await migrationNames();
  for (const name of names) {
    if (done.has(name) || (only && !only.includes(name))) continue;
    await tx.unsafe(await readFile(new URL(name, folder), 'utf8'));
    await tx`insert into marea.migrations (name) values (${name})`;
  }
}

/** Of all that there are, in their order. */
export const migrationNames = async (): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();

/** How many of the numbered ones the database has. */
export async function appliedMigrations(sql: Query): Promise<number> {
  const [row] = await sql<{ applied: number }[]>`select count(*)::int as applied from marea.migrations`;
  return row?.applied ?? 0;
}
