/** A backup of a platform at work, and what it is worth: another platform that has the same, and answers the same. */
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toldStores } from '../scripts/platform/stores/told.ts';
import { backUp } from '../shared/store/backup/backup.ts';
import { schemasOf, tablesIn } from '../shared/store/backup/catalogue.ts';
import { readManifest, writeManifest } from '../shared/store/backup/manifest.ts';
import { folderPlace } from '../shared/store/backup/place.ts';
import { type RestoreOptions, restore } from '../shared/store/backup/restore.ts';
import { sealingWith } from '../shared/store/backup/sealing.ts';
import type { Sql } from '../shared/store/database.ts';
import { migrate } from '../shared/store/migrate.ts';
import { BUCKETS, type ObjectStore } from '../shared/store/objects.ts';
import { eventually, startTestPlatform, type TestPlatform } from './platform.ts';
import { oneTruth } from './production.ts';
import { type Services, startServices } from './services.ts';
import { tinyBatch } from './tiny.ts';

const KEY = Buffer.alloc(32, 3).toString('base64');
const quiet = (): void => {};
const ROW = { size: 80, rooms: 3, kind: 'flat', district: 'north' };

let source: TestPlatform;
let folder: string;
const sealing = sealingWith(KEY);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marea-backup-'));
  source = await startTestPlatform();
  await source.post('first', tinyBatch({ rows: 1500, seed: 1 }).csv);
  await source.ended('first');
  await predict(source);
});
afterAll(async () => {
  await source?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function predict(platform: TestPlatform): Promise<unknown> {
  const { body } = await platform.send('POST', '/services/predict-tiny/predict', ROW);
  const { id, request_id, latency_ms, ...answer } = body as Record<string, unknown>;
  return answer;
}

const place = () => folderPlace(folder);
const backUpNow = () =>
  backUp({ sql: source.sql, objects: source.objects, place: place(), sealing, told: quiet });

const into = ({ sql, objects }: { sql: Sql; objects: ObjectStore }): RestoreOptions => ({
  ...{ sql, objects, place: place(), sealing },
  told: quiet,
});

/** What comes after the end of a batch (its card, the log of predictions) is over when nothing changes any more. */
const backUpAtRest = (): Promise<[Awaited<ReturnType<typeof backUpNow>>, Record<string, string>]> =>
  eventually(async () => {
    const before = await tablesOf(source.sql);
    const made = await backUpNow();
    return isDeepStrictEqual(before, await tablesOf(source.sql)) && [made, before];
  }, 'a platform at rest');

/** Of each table how many rows, and a hash of all. */
async function tablesOf(sql: Sql): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { schema, name, columns } of await tablesIn(sql, await schemasOf(sql))) {
    // It names the roles, which are those of a database.
    if (name === 'dataset_tables') continue;
    const row =
      sql.unsafe(`select count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as all
      from (select ${columns.map((column) => `"${column}"`).join(', ')} from "${schema}"."${name}") as t`);
    found[`${schema}.${name}`] = (await row)[0]?.all;
  }
  return found;
}

async function objectsOf(objects: ObjectStore): Promise<string[]> {
  const keys: string[] = [];
  for (const bucket of BUCKETS)
    for await (const { key, bytes } of objects.listed(bucket)) keys.push(`${bucket}/${key} ${bytes}`);
  return keys.sort();
}

test('at rest: the same rows in all tables, the same objects; a second backup writes no object again', async () => {
  const first = await backUpNow();
  expect(first.rows).toBeGreaterThan(1500);
  const [again, tables] = await backUpAtRest();
  expect(again.name).not.toBe(first.name);
  expect(again.objects).toBe(first.objects);
  const objects = (await readManifest(place(), sealing))?.objects ?? [];
  const content = new Set(objects.flatMap(({ pieces }) => pieces.map(({ name }) => name)));
  const manifest = await readManifest(place(), sealing, first.name);
  for (const { pieces } of manifest?.objects ?? []) for (const { name } of pieces) content.delete(name);
  expect(content.size).toBe(0);
  expect(again.written).toBeLessThan(first.written / 2);
  const services = await startServices();
  try {
    const done = await restore(into(services));
    expect(done).toMatchObject({ rows: again.rows, objects: again.objects });
    await migrate(services.databaseUrl);
    expect(await tablesOf(services.sql)).toEqual(tables);
    expect(await objectsOf(services.objects)).toEqual(await objectsOf(source.objects));
    // The next number is one that nobody has.
    await services.sql`insert into marea.experiments (name) values ('another')`;
    await expect(restore(into(services))).rejects.toThrow('not empty');
  } finally {
    await services.stop();
  }
});

test('at work: the other platform has the same in production, predicts the same, and brings to its end what was under way', async () => {
  const second = tinyBatch({ rows: 2500, seed: 2, first: 10_000, level: 3 });
  await source.post('second', second.csv);
  // Before that its producer has been told of it by a broker alone, which no backup has.
  const isStored = async () =>
    (await source.batch('second'))?.stages.some(({ stage, endedAt }) => stage === 'ingest' && endedAt);
  await eventually(isStored, 'the second batch to be stored');
  await backUpNow();
  const answered = await predict(source);
  const other = await startTestPlatform();
  try {
    await restore(into(other));
    await migrate(other.databaseUrl, toldStores(other.data)?.seed);
    const report = await other.batch('first');
    expect(report).toMatchObject({ outcome: 'promoted', clean: (await source.batch('first'))?.clean });
    // As a platform does that starts: what brokers of the former one held is lost.
    await other.ping('reconcile', '{"afterSeconds": 0}');
    expect(await predict(other)).toEqual(answered);
    expect(await other.ended('second')).toMatchObject({ received: second.received, clean: second.clean });
    await oneTruth(other, 'tiny', (await other.batch('second'))?.outcome === 'promoted' ? 2 : 1);
  } finally {
    await other.stop();
  }
});

test('each file that is missing, cut off or changed is found before anything is touched', async () => {
  await source.ended('second');
  await backUpNow();
  const manifest = await readManifest(place(), sealing);
  const services: Services = await startServices();
  const damaged: string[] = [];
  try {
    const before = await tablesOf(services.sql);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((name) => statSync(name).isFile());
    const used = new Set(
      [...(manifest?.tables ?? []), ...(manifest?.objects ?? [])].flatMap(({ pieces }) =>
        pieces.map(({ name }) => name),
      ),
    );
    for (const file of files.filter((name) => used.has(name.split('/').at(-1) ?? ''))) {
      const whole = readFileSync(file);
      for (const harm of [
        () => rmSync(file),
        () => truncateSync(file, whole.length >> 1),
        () => flip(file, whole),
      ]) {
        harm();
        await expect(restore(into(services)), file).rejects.toThrow(/missing|cut off|cannot be opened/);
        writeFileSync(file, whole);
      }
      damaged.push(file);
      // Each costs a look at all of them: these few are tables and objects alike.
      if (damaged.length === 12) break;
    }
    expect(damaged).toHaveLength(12);
    await expect(
      restore({ ...into(services), sealing: sealingWith(Buffer.alloc(32, 4).toString('base64')) }),
    ).rejects.toThrow('the key is another');
    expect(await tablesOf(services.sql)).toEqual(before);
    expect(await objectsOf(services.objects)).toEqual([]);
  } finally {
    await services.stop();
  }
});

test('what a later release made, or a data set that is not declared, is refused', async () => {
  const manifest = await readManifest(place(), sealing);
  if (!manifest) throw new Error('there is no backup');
  const services = await startServices();
  try {
    const later = { ...manifest, migrations: [...manifest.migrations, '9999_later.sql'] };
    const name = await writeManifest(place(), sealing, { ...later, at: new Date().toISOString() });
    await expect(restore({ ...into(services), name })).rejects.toThrow('9999_later.sql');
    const [table] = manifest.tables;
    if (!table) throw new Error('no table');
    const foreign = { ...manifest, tables: [{ ...table, schema: 'boats' }], at: new Date().toISOString() };
    const other = await writeManifest(place(), sealing, foreign);
    await expect(restore({ ...into(services), name: other })).rejects.toThrow('not declared here: boats');
  } finally {
    await services.stop();
  }
});

function flip(file: string, whole: Buffer): void {
  const changed = Buffer.from(whole);
  changed[whole.length >> 1] = (changed[whole.length >> 1] as number) ^ 1;
  writeFileSync(file, changed);
}
