/** Traffic that a person has moved is adopted: on a real Postgres, with a stand-in for the cluster. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeProduction, propose, rolloutLock } from '../../shared/tracking/production.ts';
import { type ApiServer, fakeApi, serveApi } from '../../tests/fake-knative.ts';
import { ping } from '../../tests/http-request.ts';
import { startStage, type TestStage } from '../../tests/stage.ts';

let api: ApiServer;
let reconcile: TestStage;

const pinnedTo = (version: number) => fakeApi(undefined, { name: 'MODEL_VERSION', value: String(version) });

beforeAll(async () => {
  api = await serveApi();
  reconcile = await startStage('reconcile', () => import('./index.ts'), { KUBE_API_URL: api.url });
  const { sql } = reconcile.services;
  const version = { name: 'realtor', run: 'r', source: '', metrics: {}, approved: true, reason: 'good' };
  await sql`insert into marea.registered_models (name) values ('realtor')`;
  await propose(sql, { ...version, version: 1 });
  await propose(sql, { ...version, version: 2 });
  await makeProduction(sql, { name: 'realtor', version: 2, reason: 'good' });
});
afterAll(async () => {
  api.stop();
  await reconcile.stop();
});
beforeEach(async () => {
  reconcile.sink.events.length = 0;
  await reconcile.services.sql`truncate marea.outbox, marea.stages, marea.dead_letters`;
});

/** What is asked for in a pass. */
async function asked(): Promise<unknown[]> {
  reconcile.sink.events.length = 0;
  expect((await reconcile.handle(ping())).status).toBe(204);
  return reconcile.sink.events
    .filter(({ type }) => type !== 'dev.marea.work.owed')
    .map(({ type, dataset, data }) => ({ type, dataset, data }));
}

test('all of the traffic at another version makes that production; it is asked for once', async () => {
  api.fake = pinnedTo(1);
  expect(await asked()).toEqual([
    {
      type: 'dev.marea.version.requested',
      dataset: 'realtor',
      data: {
        version: 1,
        by: 'traffic',
        reason: 'traffic was moved by hand: all of it is at p-00001',
      },
    },
  ]);
  expect(await asked()).toEqual([]);
});

test('moved away and there again, it is asked for again', async () => {
  api.fake = pinnedTo(1);
  expect(await asked()).toHaveLength(1);
  await api.fake.api.patch('p', { spec: {} });
  expect(await asked()).toHaveLength(1);
});

test.each([
  ['is at what is in production', () => pinnedTo(2)],
  ['is at a revision that follows production', () => fakeApi(undefined)],
  ['is at a version that nobody knows', () => pinnedTo(4711)],
  ['has no Service', () => undefined],
])('nothing is asked for where the traffic %s', async (_, service) => {
  api.fake = service();
  expect(await asked()).toEqual([]);
});

test('a mix that a person has set stays', async () => {
  const fake = pinnedTo(1);
  await fake.api.patch('p', {
    spec: { template: { spec: { containers: [{ env: [{ name: 'MODEL_VERSION', value: '2' }] }] } } },
  });
  const traffic = [70, 30].map((percent, at) => ({ revisionName: `p-0000${at + 1}`, percent }));
  await fake.api.patch('p', { spec: { traffic } });
  api.fake = fake;
  expect(await asked()).toEqual([]);
});

test('while a rollout moves the traffic, or after one that was interrupted, nobody is taken for a person', async () => {
  const { sql } = reconcile.services;
  api.fake = pinnedTo(1);
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${rolloutLock('realtor')}, 0))`;
    expect(await asked()).toEqual([]);
  });
  await sql`
    insert into marea.stages (stage, source, event_id, type, dataset, status)
    values ('rollout', 's', 'e', 't', 'realtor', 'running')`;
  expect(await asked()).toEqual([]);
  await sql`insert into marea.dead_letters (source, event_id, type, event) values ('s', 'e', 't', '{}')`;
  expect(await asked()).toHaveLength(1);
});
