import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import connect from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { s3 } from '../../../shared/store/objects.ts';
import { until } from '../../../tests/beds/platform.ts';
import { isRunning } from '../processes/running.ts';
import { startObjects } from './objects.ts';
import { startPostgres } from './postgres.ts';

let data: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'marea-stores-'));
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

test('Postgres keeps what was committed over a restart, and asks for the password', {
  timeout: 60_000,
}, async () => {
  const first = await startPostgres(data, () => {});
  const sql = connect(first.url, { max: 1 });
  await sql`create table kept as select 7 as seven`;
  const [durable] =
    await sql`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`;
  expect(durable).toEqual({ fsync: 'on', commit: 'on' });
  await sql.end();
  const wrong = connect(first.url.replace(/:[^:@]+@/, ':wrong@'), { max: 1 });
  await expect(wrong`select 1`).rejects.toThrow(/password/);
  await first.stop();
  expect(isRunning(first.pid)).toBe(false);

  const second = await startPostgres(data, () => {});
  const again = connect(second.url, { max: 1 });
  expect(await again`select seven from kept`).toMatchObject([{ seven: 7 }]);
  await again.end();
  await second.stop();
});

test('Postgres and the object store end with a platform that is killed', {
  timeout: 60_000,
}, async () => {
  const script = `
    import { startPostgres } from '${import.meta.dirname}/postgres.ts';
    import { startObjects } from '${import.meta.dirname}/objects.ts';
    const postgres = await startPostgres(${JSON.stringify(data)}, () => {});
    const objects = await startObjects(${JSON.stringify(data)}, () => {});
    console.log(JSON.stringify({ pid: postgres.pid, endpoint: objects.endpoint }));`;
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  parent.stdout.on('data', (chunk) => {
    said += chunk;
  });
  const { pid, endpoint } = JSON.parse(await until(() => said.includes('\n') && said, 30_000));
  expect(isRunning(pid)).toBe(true);
  parent.kill('SIGKILL');
  await until(() => !isRunning(pid));
  await until(() =>
    fetch(endpoint).then(
      () => false,
      () => true,
    ),
  );
});

test('a Postgres that was left behind is stopped by the next start', {
  timeout: 60_000,
}, async () => {
  const left = await startPostgres(data, () => {});
  const next = await startPostgres(data, () => {});
  expect(isRunning(left.pid)).toBe(false);
  expect(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8')).toMatch(
    new RegExp(`^${next.pid}\\n`),
  );
  await next.stop();
  await left.stop();
  expect(existsSync(join(data, 'postgres', 'postmaster.pid'))).toBe(false);
});

test('the object store keeps objects and keys over a restart, and refuses other keys', {
  timeout: 60_000,
}, async () => {
  const first = await startObjects(data, () => {});
  await s3(first).put({ bucket: 'models', key: 'a/b.json' }, '{"version":7}');
  await first.stop();
  const second = await startObjects(data, () => {});
  expect((await s3(second).read({ bucket: 'models', key: 'a/b.json' })).toString()).toBe('{"version":7}');
  const stranger = s3({ ...second, accessKey: 'S3RVER', secretKey: 'S3RVER' });
  await expect(stranger.read({ bucket: 'models', key: 'a/b.json' })).rejects.toThrow();
  await second.stop();
});
