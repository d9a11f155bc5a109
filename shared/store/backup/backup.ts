/**
 * A backup, while everything goes on: all tables as they were at one moment, then the objects that were there by then. An
 * object is there before a row names it, so that none that the tables name is missing; what has gone meanwhile was not
 * needed any more.
 */
import type { Readable } from 'node:stream';
import { copyOutStream } from '../copy.ts';
import { inOneSnapshot, type Sql, type Transaction } from '../database.ts';
import { BUCKETS, type Listed, NoSuchObject, type ObjectStore } from '../objects.ts';
import { columnList, fullName, schemasOf, sequencesIn, type Table, tablesIn } from './catalogue.ts';
import { type Manifest, type ObjectEntry, readManifest, type TableEntry, writeManifest } from './manifest.ts';
import { type Pieces, piecesAt } from './pieces.ts';
import type { Place } from './place.ts';
import type { Sealing } from './sealing.ts';

export interface BackupOptions {
  readonly sql: Sql;
  readonly objects: ObjectStore;
  readonly place: Place;
  readonly sealing: Sealing;
  /** What is being done, as it goes. */
  readonly told: (line: string) => void;
}

export interface Backup {
  readonly name: string;
  readonly rows: number;
  readonly objects: number;
  /** Of content, before it is packed. */
  readonly written: number;
  readonly kept: number;
}

/** @throws what a store says that does not answer; there is no backup then, and the pieces that were written are used by the next */
export async function backUp(options: BackupOptions): Promise<Backup> {
  const { sql, place, sealing } = options;
  const pieces = piecesAt(place, sealing);
  const before = await readManifest(place, sealing);
  const tables = await inOneSnapshot(sql, (tx) => backUpTables(tx, pieces, options));
  const objects = await backUpObjects(pieces, before, options);
  const name = await writeManifest(place, sealing, { format: 1, ...tables, objects });
  const rows = tables.tables.reduce((sum, table) => sum + table.rows, 0);
  return { name, rows, objects: objects.length, ...pieces.counts };
}

type Tables = Pick<Manifest, 'at' | 'migrations' | 'tables' | 'sequences'>;

async function backUpTables(tx: Transaction, pieces: Pieces, { told }: BackupOptions): Promise<Tables> {
  const [now] = await tx<{ at: Date }[]>`select now() as at`;
  const migrations = await tx<{ name: string }[]>`select name from marea.migrations order by name`;
  const schemas = await schemasOf(tx);
  const tables: TableEntry[] = [];
  for (const table of await tablesIn(tx, schemas)) {
    const entry = await backUpTable(tx, table, pieces);
    if (entry.rows > 0) told(`${table.schema}.${table.name}: ${entry.rows.toLocaleString('en-US')} rows`);
    tables.push(entry);
  }
  return {
    at: (now?.at ?? new Date()).toISOString(),
    migrations: migrations.map(({ name }) => name),
    tables,
    sequences: await sequencesIn(tx, schemas),
  };
}

async function backUpTable(tx: Transaction, table: Table, pieces: Pieces): Promise<TableEntry> {
  let rows = 0;
  const counted = async function* (copied: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of copied) {
      // In COPY's text format each row ends with a line feed, and has none within.
      for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) rows += 1;
      yield chunk;
    }
  };
  const copied = copyOutStream(tx, `copy ${fullName(table)} (${columnList(table)}) to stdout`);
  return { ...table, pieces: await pieces.write(counted(copied)), rows };
}

async function backUpObjects(
  pieces: Pieces,
  before: Manifest | undefined,
  { objects, told }: BackupOptions,
): Promise<ObjectEntry[]> {
  const known = new Map((before?.objects ?? []).map((entry) => [`${entry.bucket}/${entry.key}`, entry]));
  const entries: ObjectEntry[] = [];
  for (const bucket of BUCKETS) {
    const first = entries.length;
    for await (const listed of objects.listed(bucket)) {
      const earlier = known.get(`${bucket}/${listed.key}`);
      const same = earlier?.etag === listed.etag && earlier.bytes === listed.bytes;
      const entry = same ? earlier : await backUpObject(objects, { bucket, ...listed }, pieces);
      if (entry) entries.push(entry);
    }
    told(`s3://${bucket}: ${(entries.length - first).toLocaleString('en-US')} objects`);
  }
  return entries;
}

/** @returns undefined for one that is gone by now */
async function backUpObject(
  objects: ObjectStore,
  { bucket, key, bytes, etag }: Listed & Pick<ObjectEntry, 'bucket'>,
  pieces: Pieces,
): Promise<ObjectEntry | undefined> {
  let body: Readable;
  try {
    body = await objects.stream({ bucket, key });
  } catch (error) {
    if (error instanceof NoSuchObject) return undefined;
    throw error;
  }
  return { bucket, key, bytes, etag, pieces: await pieces.write(body) };
}
