/** The pipeline as it stands, against events and marks that stand in the tables and Services that an API lists. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Functions, Pipeline } from '../../../shared/api/pipeline.ts';
import { type ListingServer, revisionOf, serveListing, serviceOf } from '../../../tests/beds/listing-api.ts';
import { promotedBatch, startConsole, type TestConsole } from '../../../tests/console.ts';

let marea: TestConsole;
let api: ListingServer;
beforeAll(async () => {
  api = await serveListing();
  process.env.KUBE_API_URL = api.url;
  marea = await startConsole();
});
afterAll(async () => {
  api.stop();
  await marea.stop();
});
beforeEach(async () => {
  await marea.clear();
  Object.assign(api, { services: [], revisions: [], status: 200 });
});

const pipeline = async () => (await marea.get('/api/pipeline?dataset=realtor')) as unknown as Pipeline;
const stage = async (name: string) => (await pipeline()).stages.find((one) => one.stage === name);

const mark = (
  stage: string,
  id: string,
  { status = 'done', took = 1, age = 100, error = null as string | null } = {},
) => marea.services.sql`
  insert into marea.stages (stage, source, event_id, type, dataset, subject, status, error, started_at, ended_at, failed_at)
  values (${stage}, 's', ${id}, 'dev.marea.batch.stored', 'realtor', 'b1', ${status}, ${error},
          now() - make_interval(secs => ${age}),
          case when ${status} = 'done' then now() - make_interval(secs => ${age - took}) end,
          case when ${error}::text is not null then now() end)`;
const owed = (id: string, { sent = null as string | null, type = 'dev.marea.batch.stored' } = {}) => {
  const { sql } = marea.services;
  return sql`
    insert into marea.outbox (source, event_id, cause_source, cause_id, stage, event, sent_at)
    values ('s', ${id}, 'c', 'c', 'ingest', ${sql.json({ type, dataset: 'realtor', subject: 'b1' })},
            now() - ${sent}::interval)`;
};

test('the stages come in the order of the chain, idle ones with nothing', async () => {
  const { stages, failures, training, predictor } = await pipeline();
  expect(stages.map((one) => one.stage)).toEqual([
    'ingest',
    'clean',
    'drift',
    'train',
    'trial',
    'assemble',
    'promote',
    'card',
    'rollout',
  ]);
  expect(stages[1]).toEqual({
    stage: 'clean',
    waiting: 0,
    waitingSince: null,
    inFlight: 0,
    failing: 0,
    failed: 0,
    lastSeconds: null,
    lastAt: null,
    usualSeconds: null,
    pods: null,
    wanted: null,
  });
  expect([failures, training, predictor]).toEqual([[], null, null]);
});

test('an event waits from when it is owed until its stage begins it; one in dead letters waits for a person', async () => {
  await owed('unsent');
  await owed('sent', { sent: '5 seconds' });
  await owed('taken', { sent: '5 seconds' });
  await mark('clean', 'taken', { status: 'running' });
  await owed('dead', { sent: '5 seconds' });
  await marea.services.sql`
    insert into marea.dead_letters (source, event_id, type, dataset, event) values ('s', 'dead', 't', 'realtor', '{}')`;
  await owed('for another', { type: 'dev.marea.batch.cleaned' });
  expect(await stage('clean')).toMatchObject({ waiting: 2, inFlight: 1, failing: 0 });
  expect(await stage('drift')).toMatchObject({ waiting: 1, inFlight: 0 });
});

test('the last duration stands beside the median of the last twenty', async () => {
  // 5 old ones of 100 s are beyond the twenty; of those 1 s to 19 s and then 30 s, the middle is 10.5
  for (let i = 0; i < 5; i++) await mark('clean', `old${i}`, { took: 100, age: 10_000 });
  for (let i = 1; i <= 19; i++) await mark('clean', `n${i}`, { took: i, age: 5000 - 100 * i });
  await mark('clean', 'last', { took: 30, age: 60 });
  expect(await stage('clean')).toMatchObject({ lastSeconds: 30, usualSeconds: 10.5 });
});

test('what fails is told with why; what was given up long ago is not', async () => {
  await mark('clean', 'a', { status: 'running', error: 'no space left' });
  await mark('clean', 'b', { status: 'failed', error: 'no such column' });
  await mark('clean', 'c', { status: 'failed', error: 'old', age: 100_000 });
  expect(await stage('clean')).toMatchObject({ inFlight: 1, failing: 1, failed: 1 });
  const { failures } = await pipeline();
  expect(failures.map(({ stage, status, error }) => [stage, status, error]).toSorted()).toEqual([
    ['clean', 'failed', 'no such column'],
    ['clean', 'running', 'no space left'],
  ]);
});

test('the trials of the last training are a strip', async () => {
  await promotedBatch(marea.services);
  await marea.services.sql`update marea.trials set score = 0.5, seconds = 3`;
  expect((await pipeline()).training).toMatchObject({
    run: 'r1',
    status: 'FINISHED',
    trials: { done: 1, failed: 0, total: 1 },
    strip: [{ trial: 0, round: 0, family: 'tree', status: 'finished', score: 0.5, seconds: 3, run: 'r1-0' }],
  });
});

describe('functions', () => {
  const functions = async () => (await marea.get('/api/functions')) as unknown as Functions;
  const predictor = () => {
    api.services = [
      serviceOf('predict-realtor', { FUNCTION: 'predict', DATASET: 'realtor' }, [
        { revision: 'p-2', percent: 10, tag: 'canary' },
        { revision: 'p-1', percent: 90 },
      ]),
      serviceOf('clean', { FUNCTION: 'clean' }, [{ revision: 'c-1', percent: 100 }]),
    ];
    api.revisions = [
      revisionOf('p-0', {
        service: 'predict-realtor',
        created: '2026-01-01T00:00:00Z',
        pods: [0, 0],
        version: 1,
      }),
      revisionOf('p-1', {
        service: 'predict-realtor',
        created: '2026-01-02T00:00:00Z',
        pods: [2, 3],
        version: 2,
      }),
      revisionOf('p-2', {
        service: 'predict-realtor',
        created: '2026-01-03T00:00:00Z',
        pods: [1, 1],
        version: 3,
      }),
      revisionOf('c-1', { service: 'clean', created: '2026-01-01T00:00:00Z', failure: 'no such image' }),
    ];
  };

  test('have revisions with traffic, pods and versions; those that nobody uses are left out', async () => {
    predictor();
    const { functions: found } = await functions();
    expect(found?.map(({ name, dataset, pods, wanted }) => [name, dataset, pods, wanted])).toEqual([
      ['clean', null, null, null],
      ['predict-realtor', 'realtor', 3, 4],
    ]);
    expect(found?.[1]?.revisions).toMatchObject([
      { name: 'p-2', version: 3, percent: 10, tags: ['canary'], pods: 1, ready: true, message: null },
      { name: 'p-1', version: 2, percent: 90, tags: [], pods: 2, wanted: 3 },
    ]);
    expect(found?.[0]?.revisions).toMatchObject([{ ready: false, message: 'no such image' }]);
    expect(found?.[0]).toMatchObject({ coldStarts: null, cpuSeconds: null });
  });

  test('their pods stand at the stages', async () => {
    predictor();
    api.revisions = api.revisions.concat(
      revisionOf('c-2', { service: 'clean', created: '2026-01-04T00:00:00Z', pods: [1, 2] }),
    );
    expect(await stage('clean')).toMatchObject({ pods: 1, wanted: 2 });
    expect((await pipeline()).predictor).toEqual({ pods: 3, wanted: 4 });
  });

  test('nobody who could tell is no reason to tell nothing else', async () => {
    api.status = 500;
    expect(await functions()).toEqual({ functions: null });
    expect(await stage('clean')).toMatchObject({ waiting: 0, pods: null, wanted: null });
  });
});
