/** Stores of a running platform that die, and a disk that is full: what is said, what is refused, and that all goes on. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { connect } from '../../../shared/store/database.ts';
import { s3 } from '../../../shared/store/objects.ts';
import { broker, config, service, trigger } from '../../../tests/beds/manifests.ts';
import { call, send, type Testbed, testbed, until } from '../../../tests/beds/platform.ts';
import { commandOf } from '../processes/running.ts';

const resources = [config, service('stage'), broker('ingest'), trigger('in', 'ingest', 'raw', 'stage')];
const embedded = { DATABASE_URL: undefined, S3_ENDPOINT: undefined };

let bed: Testbed | undefined;
const ends: (() => void)[] = [];
afterEach(async () => {
  await bed?.stop();
  bed = undefined;
  for (const end of ends.splice(0).reverse()) end();
});

const health = async (one: Testbed): Promise<{ status: number; reasons: string[] }> => {
  const { status, body } = await call(`${one.platform.url}/health`);
  return { status, reasons: JSON.parse(body).reasons ?? [] };
};

const postgresPid = (data: string): number =>
  Number(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

function objectsPid(data: string): number {
  const found = spawnSync('ps', ['-A', '-o', 'pid=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  const pids = found.stdout.split('\n').map(Number);
  const pid = pids.find((one) => one > 0 && /object-store\/server\.ts/.test(commandOf(one)));
  if (pid === undefined) throw new Error(`no object store of ${data}`);
  return pid;
}

/** It may be back before anybody has looked, on a busy machine: then it is killed again. */
async function toldOfKill(one: Testbed, pidOf: (data: string) => number, tries = 4) {
  const seen = until(async () => {
    const now = await health(one);
    return now.status === 503 && now;
  }, 4000).catch(() => undefined);
  process.kill(pidOf(one.data), 'SIGKILL');
  const told = await seen;
  if (told) return told;
  if (tries === 1) throw new Error('it was killed again and again, and nobody was told');
  return await toldOfKill(one, pidOf, tries - 1);
}

test('stores that are killed are told, what needs them is refused at once, and all goes on', async () => {
  bed = await testbed(resources, { env: embedded });
  const one = bed;
  const sql = connect(one.platform.databaseUrl, { max: 1 });
  await sql`create table kept as select 7 as seven`;
  await s3(one.platform.s3).put({ bucket: 'models', key: 'kept' }, 'seven');
  expect(await health(one)).toEqual({ status: 200, reasons: [] });

  for (const [name, pidOf] of [
    ['Postgres', postgresPid],
    ['the object store', objectsPid],
  ] as const) {
    const told = await toldOfKill(one, pidOf);
    expect(told.reasons).toEqual([expect.stringContaining(`${name} ended (SIGKILL)`)]);
    const refused = await send(one, '/ingest', 'raw');
    // It may be there again by now: then it is taken.
    if (refused.status !== 202)
      expect([refused.status, refused.body]).toEqual([503, expect.stringContaining(`${name} `)]);
    await until(async () => (await health(one)).status === 200, 60_000);
    expect((await send(one, '/ingest', 'raw')).status).toBe(202);
  }
  expect(await until(() => sql`select seven from kept`.catch(() => undefined))).toMatchObject([{ seven: 7 }]);
  expect((await s3(one.platform.s3).read({ bucket: 'models', key: 'kept' })).toString()).toBe('seven');
  await sql.end();
});

/** A file system of its own, where this process may make one. */
function disk(size: string, options = ''): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'marea-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}${options}`, 'tmpfs', folder]);
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  if (mounted.status !== 0) return undefined;
  ends.push(() => void spawnSync('umount', ['-l', folder]));
  return folder;
}

test('on a full disk batches are refused with the reason, the rest goes on, and all is well when there is room', async ({
  skip,
}) => {
  const folder = disk('150m');
  if (!folder) return skip('this user may not mount');
  bed = await testbed(resources, { env: embedded, data: join(folder, 'data') });
  const one = bed;
  expect((await send(one, '/ingest', 'raw')).status).toBe(202);
  const filler = join(folder, 'filler');
  const filled = spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M']);
  expect(filled.stderr.toString()).toContain('No space left');
  const refused = await until(async () => {
    const answer = await send(one, '/ingest', 'raw');
    return answer.status !== 202 && answer;
  });
  expect([refused.status, refused.body]).toEqual([
    507,
    expect.stringContaining('the disk of the data folder is full'),
  ]);
  expect(await health(one)).toEqual({ status: 503, reasons: [expect.stringContaining('is full')] });
  expect((await call(`${one.platform.url}/services/stage/who`)).status).toBe(200);
  const store = s3(one.platform.s3);
  await expect(store.put({ bucket: 'models', key: 'large' }, Buffer.alloc(1024 ** 2))).rejects.toThrow();
  rmSync(filler);
  await until(async () => (await health(one)).status === 200, 60_000);
  await store.put({ bucket: 'models', key: 'large' }, Buffer.alloc(1024 ** 2));
  expect((await send(one, '/ingest', 'raw')).status).toBe(202);
});

test('a folder that is read-only is told in a sentence', async ({ skip }) => {
  const folder = disk('1m');
  if (!folder) return skip('this user may not mount');
  writeFileSync(join(folder, 'note'), 'there');
  expect(spawnSync('mount', ['-o', 'remount,ro', folder]).status).toBe(0);
  await expect(testbed(resources, { data: folder })).rejects.toThrow(
    `${folder} cannot be written: its file system is read-only; give another folder with --data`,
  );
});
