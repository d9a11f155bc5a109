/**
 * A backup into an empty installation. All of it is read and checked before anything is touched; then come the objects,
 * and the tables in one transaction: as the release made them that wrote the backup, with its rows, brought to this one's.
 */
import { Readable } from 'node:stream';
import { datasets } from '../../datasets/index.ts';
import { copyIn } from '../copy.ts';
import type { Sql, Transaction } from '../database.ts';
import { applyNumbered, migrationNames } from '../migrate.ts';
import { BUCKETS, type ObjectStore } from '../objects.ts';
import { createTables, quoted } from '../tables.ts';
import { columnList, fullName, sequenceLiteral, type Table, tablesIn } from './catalogue.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { type Piece, type Pieces, piecesAt } from './pieces.ts';
import type { Place } from './place.ts';
import { Damaged, type Sealing } from './sealing.ts';

/** The backup cannot be restored here: into what is not empty, or by a release that does not know it. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
}

export interface RestoreOptions {
  /** Of who owns the tables. */
  readonly sql: Sql;
  readonly objects: ObjectStore;
  readonly place: Place;
  readonly sealing: Sealing;
  /** Of the backup; default the newest. */
  readonly name?: string | undefined;
  readonly told: (line: string) => void;
}

export interface Restored {
  readonly at: string;
  readonly rows: number;
  readonly objects: number;
}

/** Written by a deployment before its first batch: these may have rows. */
const OF_A_NEW_ONE: readonly string[] = [
  'dataset_tables',
  'keys',
  'key_snapshot',
  'audit',
  'experiments',
  'totals',
];

/**
 * The tables are left as the backup's release had them, but for what `migrate` adds: it is to be run afterwards.
 * @throws Damaged before anything is touched, when a piece is missing or was changed; Unfit likewise
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { sql, place, sealing, told } = options;
  const manifest = await readManifest(place, sealing, options.name);
  if (!manifest) throw new Unfit(options.name ? `there is no backup ${options.name}` : 'there is no backup');
  await mustBeKnown(manifest);
  await mustBeEmpty(options);
  const pieces = piecesAt(place, sealing);
  await checkPieces(manifest, pieces, told);
  await restoreObjects(manifest, pieces, options);
  await sql.begin((tx) => restoreTables(tx, manifest, pieces, told));
  return {
    at: manifest.at,
    rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
    objects: manifest.objects.length,
  };
}

async function mustBeKnown({ migrations, tables }: Manifest): Promise<void> {
  const known = await migrationNames();
  const later = migrations.filter((name) => !known.includes(name));
  if (later.length > 0)
    throw new Unfit(`a later release made the backup: its migrations ${later.join(', ')} are not known here`);
  const declared = new Set(['marea', ...datasets().map(({ name }) => name)]);
  const unknown = new Set(tables.map(({ schema }) => schema).filter((schema) => !declared.has(schema)));
  if (unknown.size > 0)
    throw new Unfit(`the backup has data sets that are not declared here: ${[...unknown].join(', ')}`);
}

async function mustBeEmpty({ sql, objects }: RestoreOptions): Promise<void> {
  const schemas = ['marea', ...datasets().map(({ name }) => name)];
  for (const table of await tablesIn(sql, schemas)) {
    if (table.schema === 'marea' && OF_A_NEW_ONE.includes(table.name)) continue;
    const found = await sql.unsafe(`select from ${fullName(table)} limit 1`);
    if (found.count > 0)
      throw new Unfit(`the installation is not empty: ${table.schema}.${table.name} has rows`);
  }
  // The snapshot of the first key.
  for (const bucket of BUCKETS)
    for await (const { key } of objects.listed(bucket))
      if (!key.startsWith('access/'))
        throw new Unfit(`the installation is not empty: there is s3://${bucket}/${key}`);
}

/** Each once, however often it is named. */
async function checkPieces(
  { tables, objects }: Manifest,
  pieces: Pieces,
  told: (line: string) => void,
): Promise<void> {
  const all = new Map(
    [...tables, ...objects].flatMap((entry) => entry.pieces.map((piece) => [piece.name, piece])),
  );
  let bytes = 0;
  for (const piece of all.values()) for await (const content of pieces.read([piece])) bytes += content.length;
  told(
    `checked ${all.size.toLocaleString('en-US')} pieces, ${Math.round(bytes / 1e6).toLocaleString('en-US')} MB: all as they were written`,
  );
}

async function restoreObjects(
  { objects: entries }: Manifest,
  pieces: Pieces,
  { objects, told }: RestoreOptions,
): Promise<void> {
  await objects.ensureBuckets();
  for (const { bucket, key, pieces: parts } of entries) {
    const size = bytesOf(parts);
    const body = parts.length > 0 ? Readable.from(pieces.read(parts)) : Buffer.alloc(0);
    await objects.put({ bucket, key }, body, size);
  }
  told(`${entries.length.toLocaleString('en-US')} objects`);
}

const bytesOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { bytes }) => sum + bytes, 0);

async function restoreTables(
  tx: Transaction,
  { migrations, tables, sequences }: Manifest,
  pieces: Pieces,
  told: (line: string) => void,
): Promise<void> {
  for (const name of ['marea', ...datasets().map((dataset) => dataset.name)])
    await tx.unsafe(`drop schema if exists ${quoted(name)} cascade`);
  await applyNumbered(tx, migrations);
  const here = tables.some(({ schema, name }) => schema === 'marea' && name === 'dataset_tables');
  for (const dataset of datasets()) if (here) await createTables(tx, dataset);
  const entries = new Map(tables.map((entry) => [`${entry.schema}.${entry.name}`, entry]));
  const made = await tablesIn(tx, [...new Set(tables.map(({ schema }) => schema))]);
  for (const table of made) {
    const entry = entries.get(`${table.schema}.${table.name}`);
    if (!entry) continue;
    await restoreTable(tx, table, entry, pieces);
    if (entry.rows > 0) told(`${entry.schema}.${entry.name}: ${entry.rows.toLocaleString('en-US')} rows`);
  }
  const lost = [...entries.keys()].filter(
    (key) => !made.some(({ schema, name }) => `${schema}.${name}` === key),
  );
  if (lost.length > 0)
    throw new Damaged(`tables of the backup are made by none of its migrations: ${lost.join(', ')}`);
  for (const { last, ...sequence } of sequences)
    if (last !== null) await tx.unsafe(`select setval(${sequenceLiteral(sequence)}, ${BigInt(last)})`);
  await tx.unsafe('analyze');
}

/** What counts rows as they come would count these once more, and what refuses changes would refuse them. */
async function restoreTable(
  tx: Transaction,
  table: Table,
  { columns, rows, pieces: parts }: Manifest['tables'][number],
  pieces: Pieces,
): Promise<void> {
  const gone = columns.filter((column) => !table.columns.includes(column));
  if (gone.length > 0)
    throw new Unfit(
      `${fullName(table)} has no ${gone.join(', ')} here, and the backup has: declare what it had`,
    );
  const name = fullName(table);
  await tx.unsafe(`alter table ${name} disable trigger user`);
  await tx.unsafe(`delete from ${name}`);
  await copyIn(tx, `copy ${name} (${columnList({ columns })}) from stdin`, pieces.read(parts));
  const [counted] = await tx.unsafe<{ rows: string }[]>(`select count(*) as rows from ${name}`);
  if (Number(counted?.rows) !== rows)
    throw new Damaged(`${name} has ${counted?.rows} rows, the backup ${rows}`);
  await tx.unsafe(`alter table ${name} enable trigger user`);
}
