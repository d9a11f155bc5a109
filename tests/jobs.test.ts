/** Jobs as a cluster runs them: the built bundle in a process of its own, which ends. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build, functionNames, jobNames } from '../scripts/build.ts';
import { BUCKETS } from '../shared/store/objects.ts';
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
  expect(jobs).toEqual(expect.arrayContaining(['buckets', 'check', 'migrate']));
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

test('buckets leaves those that are there, and check sees them', async () => {
  await job('buckets');
  expect(JSON.parse(await job('check')).objects).toEqual({ buckets: [...BUCKETS] });
});

test('check tells of a store that is away, and of the other one all the same', async () => {
  const found = JSON.parse(await job('check', { S3_ENDPOINT: 'http://127.0.0.1:1' }));
  expect(found.objects.error).toContain('ECONNREFUSED');
  expect(found.database.deadLetters).toBe(0);
});
