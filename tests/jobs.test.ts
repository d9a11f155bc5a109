/** Jobs as a cluster runs them: the built bundle in a process of its own, which ends. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, functionNames, jobNames } from '../scripts/build.ts';
import { makeKeyText } from '../shared/access/key-text.ts';
import { SNAPSHOT_ADDRESS } from '../shared/access/publish.ts';
import { unsealed, verifyingHalf, verifyingKey } from '../shared/access/snapshot.ts';
import { readManifest } from '../shared/store/backup/manifest.ts';
import { bucketPlace } from '../shared/store/backup/place.ts';
import { sealingWith } from '../shared/store/backup/sealing.ts';
import { connect } from '../shared/store/database.ts';
import { BUCKETS } from '../shared/store/objects.ts';
import { databaseUrlOf } from '../shared/store/roles/logins.ts';
import { type Services, startServices } from './services.ts';

const dist = resolve(import.meta.dirname, '../dist/functions');
const run = promisify(execFile);
let services: Services;
beforeAll(async () => {
  [services] = await Promise.all([startServices(), build()]);
});
afterAll(() => services.stop());

const job = async (name: string, change: Record<string, string> = {}): Promise<string> => {
  const env = { PATH: process.env.PATH, ...services.environment, FUNCTION: name, ...change };
  return (await run(process.execPath, ['index.js'], { cwd: dist, env })).stdout;
};

test('a folder is a function or a job, by the name of its entry', async () => {
  const [functions, jobs] = [await functionNames(), await jobNames()];
  expect(jobs).toEqual(expect.arrayContaining(['backup', 'buckets', 'check', 'migrate']));
  expect(functions).toEqual(expect.arrayContaining(['clean', 'predict']));
  const folders = readdirSync(resolve(import.meta.dirname, '../functions'));
  expect([...functions, ...jobs].sort()).toEqual(folders.sort());
});

test('migrate brings an empty database up to date, and changes nothing in one that is', async () => {
  await services.sql`create database fresh`;
  const DATABASE_URL = services.databaseUrl.replace(/[^/]+$/, 'fresh');
  await job('migrate', { DATABASE_URL });
  await job('migrate', { DATABASE_URL });
  const { database } = JSON.parse(await job('check', { DATABASE_URL }));
  const all = readdirSync(`${dist}/migrations`).filter((name) => name.endsWith('.sql'));
  expect(database).toEqual({ migrations: all.length, batches: [], deadLetters: 0, stalled: 0, models: {} });
});

describe('migrate, by an owner that is no superuser', () => {
  const urlOf = (user: string, password: string): string => {
    const url = new URL(services.databaseUrl);
    [url.username, url.password, url.pathname] = [user, password, '/owned'];
    return url.href;
  };
  const owner = { DATABASE_URL: '', LOGINS_SEED: 'seed' };
  const roles = async () => {
    const found = await services.sql<{ name: string }[]>`
      select rolname as name from pg_roles where rolname like 'owned%' order by 1`;
    return found.map(({ name }) => name);
  };
  beforeAll(async () => {
    await services.sql`create role owner login password 'own'`;
    await services.sql`create role postgres login superuser password 'super'`;
    await services.sql`create database owned owner owner`;
    owner.DATABASE_URL = urlOf('owner', 'own');
  });

  test('that may make no roles says what is missing, and does nothing', async () => {
    await expect(job('migrate', owner)).rejects.toThrow(/needs CREATEROLE .*without LOGINS_SEED/);
    expect(await roles()).toEqual([]);
  });

  test('without a seed makes none', async () => {
    await job('migrate', { ...owner, LOGINS_SEED: '' });
    expect(await roles()).toEqual([]);
  });

  test('in a PostgreSQL of ours is let to make them, twice as once, and they work', async () => {
    for (let time = 0; time < 2; time++) await job('migrate', { ...owner, POSTGRES_PASSWORD: 'super' });
    expect(await roles()).toEqual([
      ...['owned_cleaning', 'owned_console', 'owned_ingest', 'owned_keeping', 'owned_learning'],
      ...[
        'owned_letters',
        'owned_observe',
        'owned_predict',
        'owned_predict_diabetes',
        'owned_predict_realtor',
      ],
      ...['owned_record', 'owned_registry', 'owned_rollout'],
    ]);
    const DATABASE_URL = databaseUrlOf(owner.DATABASE_URL, 'seed', { group: 'console' }) ?? '';
    expect(JSON.parse(await job('check', { DATABASE_URL })).database).toMatchObject({ deadLetters: 0 });
    const console = connect(DATABASE_URL, { max: 1 });
    await console`select marea.remake_tables('realtor')`;
    await expect(console`drop table realtor.raw_data`).rejects.toThrow('must be owner');
    await console.end();
    // What the superuser gave is enough from now on.
    await job('migrate', owner);
  });
});

test('migrate keeps the first admin key once, and publishes it; what it cannot read it refuses', async () => {
  const seed = Buffer.alloc(32, 6).toString('base64');
  const { id, text, hash } = makeKeyText();
  const given = { ACCESS_SIGNING_KEY: seed, FIRST_ADMIN_KEY: text };
  await job('migrate', given);
  await job('migrate', given);
  const published = await services.objects.read(SNAPSHOT_ADDRESS);
  const { keys } = unsealed(published.toString(), verifyingKey(verifyingHalf(seed)));
  expect(keys).toMatchObject([{ id, hash, roles: ['admin'], datasets: '*', expires: null }]);
  expect(await services.sql`select subject, action, target from marea.audit`).toEqual([
    { subject: 'deployment', action: 'key.created', target: id },
  ]);
  await expect(job('migrate', { ...given, FIRST_ADMIN_KEY: 'secret' })).rejects.toThrow('is no key');
});

test('buckets leaves those that are there, and check sees them', async () => {
  await job('buckets');
  expect(JSON.parse(await job('check')).objects).toEqual({ buckets: [...BUCKETS] });
});

test('check tells of a store that is away, and of the other one all the same', async () => {
  const found = JSON.parse(await job('check', { S3_ENDPOINT: 'http://127.0.0.1:1' }));
  expect(found.objects.error).toContain('ECONNREFUSED');
  expect(found.database.deadLetters).toBe(0);
});

test('backup writes to an S3, with the key that it is given, and says what it did', async () => {
  const { S3_ENDPOINT = '', S3_ACCESS_KEY = '', S3_SECRET_KEY = '' } = services.environment;
  const BACKUP_KEY = Buffer.alloc(32, 1).toString('base64');
  const said = await job('backup', {
    LOG_LEVEL: 'info',
    BACKUP_TO: 's3://artifacts/nightly',
    BACKUP_KEY,
    BACKUP_S3_ENDPOINT: S3_ENDPOINT,
    BACKUP_S3_ACCESS_KEY: S3_ACCESS_KEY,
    BACKUP_S3_SECRET_KEY: S3_SECRET_KEY,
  });
  const { name } = JSON.parse(said.trim().split('\n').at(-1) ?? '') as { name: string };
  const place = bucketPlace(services.s3, 'artifacts', 'nightly');
  expect((await readManifest(place, sealingWith(BACKUP_KEY), name))?.tables.length).toBeGreaterThan(20);
  await expect(readManifest(place, sealingWith(undefined), name)).rejects.toThrow();
});
