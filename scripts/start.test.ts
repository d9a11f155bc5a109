/** The platform as it is started, and who reaches it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { connect } from '../shared/store/database.ts';
import { call, until } from '../tests/beds/platform.ts';
import { startPostgres } from './platform/stores/postgres.ts';

const data = mkdtempSync(join(tmpdir(), 'marea-start-'));
const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

const outer = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

function start(...args: string[]) {
  const all = [
    '--import',
    'tsx',
    join(import.meta.dirname, 'start.ts'),
    '--port',
    '0',
    '--data',
    data,
    ...args,
  ];
  const child = spawn(process.execPath, all, { cwd: join(import.meta.dirname, '..') });
  started.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  return { child, said: () => said };
}

async function makeKey(): Promise<void> {
  const postgres = await startPostgres(data, () => {});
  const sql = connect(postgres.url, { max: 1, name: 'test' });
  await sql`insert into marea.keys (id, name, hash, roles, created_by) values ('abcdefghijkl', 'ci', '00', '{admin}', 'test')`;
  await sql.end();
  await postgres.stop();
}

test('without a key it is open on the loopback, says so, and does not leave it; with one other machines reach it', {
  timeout: 500_000,
}, async () => {
  const refused = start('--host', '0.0.0.0');
  const [code] = await once(refused.child, 'close');
  expect(code).toBe(1);
  expect(refused.said()).toContain(
    '--host 0.0.0.0: there is no key yet, so everybody there could do everything',
  );

  const open = start();
  await until(() => open.said().includes('Ctrl-C ends it'), 120_000);
  expect(open.said()).toContain('open to everybody on this machine: there is no key');
  const port = Number(/http:\/\/localhost:(\d+)/.exec(open.said())?.[1]);
  if (outer) await expect(call(`http://${outer}:${port}/health`)).rejects.toThrow('ECONNREFUSED');
  open.child.kill('SIGTERM');
  await once(open.child, 'close');

  await makeKey();
  const keyed = start('--host', outer ?? '0.0.0.0');
  await until(() => keyed.said().includes('Ctrl-C ends it'), 120_000);
  expect(keyed.said()).toContain('for those with a key');
  const its = Number(/http:\/\/localhost:(\d+)/.exec(keyed.said())?.[1]);
  for (const host of [outer ?? '127.0.0.1', '127.0.0.1']) {
    expect((await call(`http://${host}:${its}/health`)).status).toBe(200);
    expect(
      (await call(`http://${host}:${its}/health`, { headers: { host: 'evil.example.com' } })).status,
    ).toBe(421);
    expect((await call(`http://${host}:${its}/marea/pipeline`, { method: 'POST' })).status).toBe(403);
  }
  keyed.child.kill('SIGTERM');
  await once(keyed.child, 'close');
});
