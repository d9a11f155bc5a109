import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Event } from '../../shared/events/event.ts';
import { pointerAddress, readPointer } from '../../shared/tracking/artifact.ts';
import { makeProduction, propose } from '../../shared/tracking/production.ts';
import { listVersions } from '../../shared/tracking/registry.ts';
import { activeRun, createRun } from '../../shared/tracking/runs.ts';
import { eventRequest, ping } from '../../tests/http-request.ts';
import type { Services } from '../../tests/services.ts';
import type { TestSink } from '../../tests/sink.ts';
import { startStage, type TestStage } from '../../tests/stage.ts';

let services: Services;
let sink: TestSink;
let reconcile: TestStage;

beforeAll(async () => {
  reconcile = await startStage('reconcile', () => import('./index.ts'));
  ({ services, sink } = reconcile);
});
afterAll(() => reconcile.stop());
beforeEach(async () => {
  sink.events.length = 0;
  sink.status = 202;
  await services.sql`truncate marea.outbox, marea.stages, marea.dead_letters, marea.inference_logs`;
});

interface Sent {
  readonly type?: string;
  readonly train?: 'true' | 'false';
  /** Seconds ago; undefined: never. */
  readonly sent?: number;
  readonly attempts?: number;
}

async function owed(
  id: string,
  { type = 'dev.marea.batch.stored', train, sent, attempts = 1 }: Sent,
): Promise<void> {
  const { sql } = services;
  const event: Event = {
    id,
    source: '/marea/x',
    type,
    dataset: 'realtor',
    data: { id },
    ...(train ? { train } : {}),
  };
  await sql`
    insert into marea.outbox (source, event_id, cause_source, cause_id, stage, event, created_at, sent_at, attempts)
    values ('/marea/x', ${id}, 'c', ${id}, 'x', ${sql.json(event as never)}, now() - interval '1 day',
            ${sent === undefined ? null : new Date(Date.now() - sent * 1000)}, ${sent === undefined ? 0 : attempts})`;
}

async function handled(id: string, status: 'running' | 'done' | 'failed'): Promise<void> {
  await services.sql`
    insert into marea.stages (stage, source, event_id, type, dataset, status)
    values ('clean', '/marea/x', ${id}, 'dev.marea.batch.stored', 'realtor', ${status})`;
}

const dead = (id: string) => services.sql`
  insert into marea.dead_letters (source, event_id, type, event) values ('/marea/x', ${id}, 't', '{}')`;

/** Those sent again, without what it tells itself. */
const sent = (): string[] =>
  sink.events
    .filter(({ type }) => type !== 'dev.marea.work.owed')
    .map(({ id }) => id)
    .sort();

const reconciled = async (): Promise<string[]> => {
  expect(await reconcile.handle(ping())).toEqual({ status: 204 });
  return sent();
};

test('an event that was never sent is sent', async () => {
  await owed('unsent', {});
  expect(await reconciled()).toEqual(['unsent']);
  expect(await reconciled()).toEqual(['unsent']);
});

test('an event whose work was lost is sent again: nobody began it, or whoever began it died', async () => {
  await owed('never begun', { sent: 300 });
  await owed('interrupted', { sent: 300 });
  await handled('interrupted', 'running');
  await owed('done', { sent: 300 });
  await handled('done', 'done');
  await owed('just sent', { sent: 5 });
  expect(await reconciled()).toEqual(['interrupted', 'never begun']);
  // Sent again a moment ago: now it has its time.
  sink.events.length = 0;
  expect(await reconciled()).toEqual([]);
});

test('told that a broker was restarted, it takes all that is not done for lost', async () => {
  await owed('in the broker', { sent: 5, attempts: 4 });
  await owed('unsent', {});
  expect((await reconcile.handle(ping({ afterSeconds: 0 }))).status).toBe(204);
  expect(sent()).toEqual(['in the broker', 'unsent']);
  expect((await reconcile.handle(ping({ afterSeconds: 'soon' }))).status).toBe(400);
});

test('the pause before the next try grows', async () => {
  await owed('third time', { sent: 300, attempts: 3 });
  expect(await reconciled()).toEqual([]);
  await services.sql`update marea.outbox set sent_at = now() - interval '481 seconds'`;
  expect(await reconciled()).toEqual(['third time']);
});

test('what somebody is at work on is left alone', async () => {
  await owed('long fit', { sent: 300 });
  await handled('long fit', 'running');
  await services.sql.begin(async (tx) => {
    // As stage.ts takes it.
    await tx`select pg_advisory_xact_lock(hashtextextended(${'clean\n/marea/x\nlong fit'}, 0))`;
    expect(await reconciled()).toEqual([]);
  });
  expect(await reconciled()).toEqual(['long fit']);
});

test('what waits in dead letters waits for a person', async () => {
  await owed('dead', { sent: 300 });
  await handled('dead', 'failed');
  await dead('dead');
  expect(await reconciled()).toEqual([]);
  await services.sql`update marea.dead_letters set replayed_at = now() - interval '5 minutes'`;
  expect(await reconciled()).toEqual(['dead']);
});

test('what was discarded is not sent again', async () => {
  await owed('given up', { sent: 300 });
  await handled('given up', 'failed');
  await dead('given up');
  await services.sql`update marea.dead_letters set discarded_at = now() - interval '5 minutes'`;
  expect(await reconciled()).toEqual([]);
});

test('what nobody waits for is not sent again', async () => {
  await owed('no training', {
    sent: 300,
    type: 'dev.marea.drift.checked',
    train: 'false',
  });
  await owed('told', { sent: 300, type: 'dev.marea.model.rolled-back' });
  await owed('training', {
    sent: 300,
    type: 'dev.marea.drift.checked',
    train: 'true',
  });
  expect(await reconciled()).toEqual(['training']);
});

test('an event that two stages take is lost until both have done it', async () => {
  await owed('approved', { sent: 300, type: 'dev.marea.model.approved' });
  const done = (stage: string) => services.sql`
    insert into marea.stages (stage, source, event_id, type, dataset, status)
    values (${stage}, '/marea/x', 'approved', 'dev.marea.model.approved', 'realtor', 'done')`;
  await done('card');
  expect(await reconciled()).toEqual(['approved']);
  await services.sql`update marea.outbox set sent_at = now() - interval '1 hour'`;
  await done('rollout');
  sink.events.length = 0;
  expect(await reconciled()).toEqual([]);
});

test('what one item fails of is told, and the rest is done', async () => {
  const { sql, objects } = services;
  await owed('refused', { sent: 300, type: 'dev.marea.batch.stored' });
  await createRun(sql, { id: 'left', dataset: 'realtor', name: 'left' });
  await sql`update marea.runs set started_at = now() - interval '4 hours' where id = 'left'`;
  await objects.put({ bucket: 'models', key: 'diabetes/production.json' }, '{"version": 7}');
  sink.status = 422;
  const answer = await reconcile.handle(ping());
  expect(answer.status).toBe(503);
  expect(String(answer.body)).toContain('lost: the sink answered 422 to dev.marea.batch.stored');
  expect(await activeRun(sql, 'realtor')).toBeUndefined();
  // What no version in the tables stands behind is no pointer.
  expect(await objects.size({ bucket: 'models', key: 'diabetes/production.json' })).toBeUndefined();
  await sql`delete from marea.runs`;
});

test('the pointer says what the tables say', async () => {
  const { sql, objects } = services;
  const version = { name: 'realtor', run: 'r', source: '', metrics: {}, approved: true, reason: 'good' };
  await sql`insert into marea.registered_models (name) values ('realtor')`;
  await propose(sql, { ...version, version: 1 });
  await propose(sql, { ...version, version: 2 });
  await makeProduction(sql, { name: 'realtor', version: 2, reason: 'good' });
  await objects.put(pointerAddress('realtor'), '{"version": 1}');
  await reconciled();
  expect(await readPointer(objects, 'realtor')).toEqual({ version: 2 });
  await sql`delete from marea.registered_models`;
});

test('a file of what is in production that is not what was registered is told, until it is again', async () => {
  const { sql, objects } = services;
  const address = { bucket: 'models', key: 'realtor/1/model.onnx' } as const;
  // printf a | sha256sum
  const registered = 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb';
  const candidate = { name: 'realtor', run: 'r', source: '', metrics: {}, approved: true, reason: 'good' };
  await sql`insert into marea.registered_models (name) values ('realtor')`;
  await propose(sql, { ...candidate, version: 1 }, { 'model.onnx': registered });
  await makeProduction(sql, { name: 'realtor', version: 1, reason: 'good' });
  const damage = async () => {
    await reconciled();
    return (await listVersions(sql, 'realtor')).map(({ damaged }) => damaged);
  };
  expect(await damage()).toEqual(['model.onnx is gone: new pods refuse this version']);
  await objects.put(address, 'b');
  expect(await damage()).toEqual(['model.onnx is not what was registered: new pods refuse this version']);
  await objects.put(address, 'a');
  expect(await damage()).toEqual([null]);
  await sql`delete from marea.registered_models`;
});

test('while the broker is away it asks to be called again, and marks nothing', async () => {
  await owed('lost', { sent: 300 });
  sink.status = 503;
  expect((await reconcile.handle(ping())).status).toBeGreaterThanOrEqual(500);
  sink.status = 202;
  expect(await reconciled()).toEqual(['lost']);
});

const told = () =>
  eventRequest({ id: crypto.randomUUID(), source: '/marea/clean', type: 'dev.marea.work.owed' }, {});

test('told that work is owed it stays until nothing is: what is lost is sent, and begun', async () => {
  await owed('lost', { sent: 300 });
  const stayed = reconcile.handle(told());
  await expect.poll(sent).toEqual(['lost']);
  expect(await reconcile.handle(told())).toEqual({ status: 204 });
  await handled('lost', 'done');
  expect(await stayed).toEqual({ status: 204 });
  expect(sink.events.map(({ type }) => type)).not.toContain('dev.marea.work.owed');
});

test('the clock’s pass tells itself what is owed after it, and nothing else', async () => {
  await reconciled();
  expect(sink.events).toEqual([]);
  await owed('lost', { sent: 300 });
  await reconciled();
  expect(sink.events.map(({ type }) => type)).toEqual(['dev.marea.batch.stored', 'dev.marea.work.owed']);
});

test('what is no event is refused', async () => {
  const { httpRequest } = await import('../../tests/http-request.ts');
  expect((await reconcile.handle(httpRequest('POST', '/', { body: '{}' }))).status).toBe(400);
});

test('a training that stands still is closed as failed and holds up no other', async () => {
  const { sql } = services;
  await createRun(sql, { id: 'still', dataset: 'realtor', name: 'still', batch: 'b1' });
  await createRun(sql, { id: 'still-1', dataset: 'realtor', name: 'trial', parent: 'still' });
  await sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage)
    values ('realtor', 'b1', 's', 'b1', 'source', 'training')`;
  await reconcile.handle(ping());
  expect(await activeRun(sql, 'realtor')).toMatchObject({ id: 'still' });

  await sql`update marea.runs set started_at = now() - interval '4 hours'`;
  await reconcile.handle(ping());
  expect(await activeRun(sql, 'realtor')).toBeUndefined();
  const [batch] = await sql`select stage, outcome, reason from marea.batches where id = 'b1'`;
  expect(batch).toMatchObject({ stage: 'ended', outcome: 'training failed' });
  expect(batch?.reason).toMatch(/stood still for 3 hours/);
  const runs = await sql`select status from marea.runs`;
  expect(runs.map(({ status }) => status)).toEqual(['FAILED', 'FAILED']);
});
