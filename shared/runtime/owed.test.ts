import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Services, startServices } from '../../tests/services.ts';
import { startSink, type TestSink } from '../../tests/sink.ts';
import { isWorkOwed } from './owed.ts';

let services: Services;
let sink: TestSink;

beforeAll(async () => {
  [services, sink] = await Promise.all([startServices(), startSink()]);
  Object.assign(process.env, services.environment, { K_SINK: sink.url });
});
afterAll(async () => {
  await sink.stop();
  await services.stop();
});
beforeEach(async () => {
  sink.events.length = 0;
  await services.sql`truncate marea.outbox, marea.stages, marea.dead_letters`;
});

interface Sent {
  readonly type?: string;
  readonly subject?: string;
  readonly train?: string;
  /** Minutes ago; undefined: never. */
  readonly sent?: number;
  readonly attempts?: number;
}

async function event(
  id: string,
  { type = 'batch.stored', sent, attempts = 1, ...rest }: Sent,
): Promise<void> {
  const { sql } = services;
  const event = { id, source: '/x', type: `dev.marea.${type}`, dataset: 'realtor', ...rest };
  await sql`
    insert into marea.outbox (source, event_id, cause_source, cause_id, stage, event, sent_at, attempts)
    values ('/x', ${id}, 'c', ${id}, 'x', ${sql.json(event)},
            ${sent === undefined ? null : new Date(Date.now() - sent * 60_000)}, ${attempts})`;
}

const taken = (id: string, status: string, { stage = 'clean', subject = 'b' } = {}) => services.sql`
  insert into marea.stages (stage, source, event_id, type, dataset, subject, status)
  values (${stage}, '/x', ${id}, 't', 'realtor', ${subject}, ${status})`;

const owed = () => isWorkOwed(services.sql);

test('what was never sent is owed', async () => {
  expect(await owed()).toBe(false);
  await event('unsent', {});
  expect(await owed()).toBe(true);
});

test('what was sent is owed until it is done by all that take it', async () => {
  await event('approved', { type: 'model.approved', sent: 1 });
  await taken('approved', 'done', { stage: 'card' });
  expect(await owed()).toBe(true);
  await taken('approved', 'done', { stage: 'rollout' });
  expect(await owed()).toBe(false);
});

test('what nobody takes, what waits for a person, and what was sent in vain again and again is not owed', async () => {
  await event('no training', { type: 'drift.checked', train: 'false', sent: 1 });
  await event('for the outside', { type: 'model.rolled-back', sent: 1 });
  await event('dead', { sent: 1 });
  await services.sql`
    insert into marea.dead_letters (source, event_id, type, event) values ('/x', 'dead', 't', '{}')`;
  await event('in vain', { sent: 1, attempts: 4 });
  await event('of last week', { sent: 10_000 });
  expect(await owed()).toBe(false);
});

test('while a stage of the same batch is at work its pod will look when it ends; that of another batch will not', async () => {
  await event('queued', { subject: 'b', type: 'trial.requested', sent: 1 });
  await taken('running', 'running', { stage: 'trial' });
  expect(await owed()).toBe(true);
  await services.sql.begin(async (tx) => {
    // As stage.ts takes it.
    await tx`select pg_advisory_xact_lock(hashtextextended(${'trial\n/x\nrunning'}, 0))`;
    expect(await owed()).toBe(false);
    await event('of another', { subject: 'other', sent: 1 });
    expect(await owed()).toBe(true);
  });
});

test('a pod that ends tells of it, once; nothing is told when nothing is owed', async () => {
  const { tellIfOwed } = await import('./tell-owed.ts');
  await tellIfOwed('clean');
  expect(sink.events).toEqual([]);
  await event('unsent', {});
  await tellIfOwed('clean');
  expect(sink.events).toMatchObject([{ type: 'dev.marea.work.owed', source: '/marea/clean' }]);
});

test('a broker or a database that does not answer holds up no end of a pod', async () => {
  const { tellIfOwed } = await import('./tell-owed.ts');
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const nowhere = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
  await event('unsent', {});
  const there = { DATABASE_URL: services.databaseUrl, K_SINK: sink.url };
  await tellIfOwed('clean', { ...there, K_SINK: `http://${nowhere}` });
  await tellIfOwed('clean', { ...there, DATABASE_URL: `postgres://${nowhere}/marea` });
  silent.closeAllConnections();
  silent.close();
  expect(sink.events).toEqual([]);
});
