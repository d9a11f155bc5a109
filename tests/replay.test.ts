/** A replay that is cut off: the letter neither waits nor is lost, it is owed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../scripts/platform/processes/ports.ts';
import { oweAgain } from '../shared/runtime/outbox.ts';
import { letter } from './console.ts';
import { ping } from './http-request.ts';
import { eventually } from './platform.ts';
import { startSink, type TestSink } from './sink.ts';
import { startStage, type TestStage } from './stage.ts';

const root = resolve(import.meta.dirname, '..');
const program = `
  import './functions/console/index.ts';
  import { host } from './shared/runtime/host.ts';
  await host('console');
`;

let ingest: TestSink;
let reconcile: TestStage;
let console: ChildProcess | undefined;
/** A broker that takes connections and never says a word. */
let silent: Server;

beforeAll(async () => {
  ingest = await startSink();
  reconcile = await startStage('reconcile', () => import('../functions/reconcile/index.ts'), {
    INGEST_URL: ingest.url,
  });
  silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
});
afterAll(async () => {
  console?.kill('SIGKILL');
  silent.close();
  await reconcile.stop();
  await ingest.stop();
});

/** @returns its address */
async function startConsole(): Promise<string> {
  const port = String(await freePort());
  const INGEST_URL = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  console = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    cwd: root,
    env: {
      ...process.env,
      ...reconcile.services.environment,
      PORT: port,
      HOST: '127.0.0.1',
      K_SINK: INGEST_URL,
      INGEST_URL,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => (await fetch(`${url}/health`).catch(() => undefined))?.ok, 'the console');
  return url;
}

test('a console killed between owing a replayed letter and sending it: reconcile sends it, to the broker it names', async () => {
  const { services, sink: pipeline } = reconcile;
  const id = await letter(services, 'd1', 'dev.marea.batch.received');
  const url = await startConsole();
  const sending = once(silent, 'connection');
  const asked = fetch(`${url}/api/dead-letters/${id}/replay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"reason": "mended"}',
  }).catch(() => 'cut off');
  const [socket] = await sending;
  console?.kill('SIGKILL');
  expect(await asked).toBe('cut off');
  socket.destroy();

  const waiting = await services.sql`select from marea.dead_letters where replayed_at is null`;
  expect(waiting).toHaveLength(0);
  await services.sql`update marea.outbox set created_at = now() - interval '1 hour'`;
  expect(await reconcile.handle(ping())).toEqual({ status: 204 });
  expect(ingest.events).toMatchObject([
    { id: 'd1', source: '/marea/x', subject: 'b1', data: { batch: 'b1' } },
  ]);
  // That its work is owed still is told, and that somebody has replayed it.
  const told = ['dev.marea.work.owed', 'dev.marea.change.recorded'];
  expect(pipeline.events.filter(({ type }) => !told.includes(type))).toEqual([]);
  await reconcile.handle(ping());
  expect(ingest.events).toHaveLength(1);
});

test('an event that is on its way to the ingest broker is not sent twice: that broker answers when the work is done', async () => {
  const { sql } = reconcile.services;
  ingest.events.length = 0;
  const event = { id: 'slow', source: 's', type: 'dev.marea.batch.received', dataset: 'realtor', data: {} };
  await sql.begin((tx) => oweAgain(tx, event, 'ingest'));
  await sql`update marea.outbox set created_at = now() - interval '4 minutes' where event_id = 'slow'`;
  expect((await reconcile.handle(ping())).status).toBe(204);
  expect(ingest.events).toEqual([]);
  await sql`update marea.outbox set created_at = now() - interval '6 minutes' where event_id = 'slow'`;
  expect((await reconcile.handle(ping())).status).toBe(204);
  expect(ingest.events.map((event) => event.id)).toEqual(['slow']);
});
