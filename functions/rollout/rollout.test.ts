/** How a rollout ends, in the tables, in the object store, in events and in the traffic: on a real Postgres and store. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { servedBy } from '../../shared/runtime/knative/pinned.ts';
import { readPointer } from '../../shared/tracking/artifact.ts';
import {
  type Candidate,
  forgetModels,
  makeProduction,
  propose,
  rolloutLock,
} from '../../shared/tracking/production.ts';
import { type ApiServer, fakeApi, serveApi } from '../../tests/fake-knative.ts';
import { eventRequest } from '../../tests/http-request.ts';
import { startStage, type TestStage } from '../../tests/stage.ts';

let api: ApiServer;
let rollout: TestStage;

beforeAll(async () => {
  api = await serveApi();
  rollout = await startStage('rollout', () => import('./index.ts'), {
    KUBE_API_URL: api.url,
    INGRESS_URL: api.url,
    ROLLOUT_STEP_SECONDS: '0',
    ROLLOUT_READY_SECONDS: '2',
  });
});
afterAll(async () => {
  api.stop();
  await rollout.stop();
});
beforeEach(async () => {
  const { services, sink } = rollout;
  sink.events.length = 0;
  sink.status = 202;
  api.fake = fakeApi(undefined);
  api.status = 200;
  await services.sql`
    truncate marea.outbox, marea.stages, marea.batches, marea.registered_models, marea.model_history cascade`;
  await services.objects.removeAll('models', 'realtor/');
  await services.sql`insert into marea.registered_models (name) values ('realtor')`;
  await services.sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage)
    values ('realtor', 'b', 's', 'b', 'source', 'stored')`;
});

const proposal = (version: number): Candidate => ({
  name: 'realtor',
  version,
  run: `r${version}`,
  source: '',
  metrics: {},
  approved: true,
  reason: 'good',
});
const candidate = (version: number): Promise<void> => propose(rollout.services.sql, proposal(version));

/** A version that is in production, by the tables, the pointer and the traffic. */
async function inProduction(version: number): Promise<void> {
  const { sql, objects } = rollout.services;
  await candidate(version);
  await makeProduction(sql, { name: 'realtor', version, reason: 'first' });
  await objects.put({ bucket: 'models', key: 'realtor/production.json' }, JSON.stringify({ version }));
  api.fake = fakeApi(undefined, { name: 'MODEL_VERSION', value: String(version) });
}

let events = 0;
async function deliver(
  type: string,
  data: object,
  more: Readonly<Record<string, string>> = { subject: 'b' },
): Promise<number> {
  events += 1;
  const event = { id: `e${events}`, source: '/marea/promote', type: `dev.marea.${type}`, dataset: 'realtor' };
  return (await rollout.handle(eventRequest({ ...event, ...more }, data))).status;
}
const approved = (version: number, champion?: number): Promise<number> =>
  deliver('model.approved', {
    version,
    run: `r${version}`,
    reason: 'better',
    ...(champion ? { champion } : {}),
  });

/** What each place says is in production, and what serves. */
async function truth() {
  const { sql, objects } = rollout.services;
  const versions = await sql<{ version: number; stage: string }[]>`
    select version, stage from marea.model_versions order by version`;
  const [alias] = await sql`select version from marea.model_aliases where name = 'realtor'`;
  const template = api.fake?.template();
  return {
    stages: versions.map(({ version, stage }) => `${version} ${stage}`),
    alias: alias?.version,
    pointer: (await readPointer(objects, 'realtor'))?.version,
    serves: template && servedBy(template),
    told: rollout.sink.events.map(({ type, data }) => ({ type: type.replace('dev.marea.', ''), data })),
  };
}
const history = async (): Promise<string[]> =>
  (await rollout.services.sql`select event, version from marea.model_history order by id`).map(
    ({ event, version }) => `${event} ${version}`,
  );
const batch = async () =>
  (await rollout.services.sql`select outcome, reason from marea.batches where id = 'b'`)[0];

describe('a candidate', () => {
  test('that is the first goes live without a canary, and is in production', async () => {
    await candidate(1);
    api.status = 503;
    expect(await approved(1)).toBe(204);
    expect(await truth()).toMatchObject({
      stages: ['1 Production'],
      alias: 1,
      pointer: 1,
      serves: 1,
      told: [{ type: 'model.promoted', data: { version: 1, run: 'r1' } }],
    });
    expect(await history()).toEqual(['approved 1', 'traffic moved 1', 'promoted 1']);
    expect(await batch()).toMatchObject({ outcome: 'promoted' });
  });

  test('takes the place of the version in production when it has all of the traffic', async () => {
    await inProduction(1);
    await candidate(2);
    expect(await approved(2, 1)).toBe(204);
    expect(await truth()).toMatchObject({
      stages: ['1 Archived', '2 Production'],
      alias: 2,
      pointer: 2,
      serves: 2,
      told: [{ type: 'model.promoted', data: { version: 2, previous: 1 } }],
    });
  });

  test('that does worse is taken back, and nothing has changed', async () => {
    await inProduction(1);
    await candidate(2);
    api.status = 500;
    expect(await approved(2, 1)).toBe(204);
    expect(await truth()).toMatchObject({
      stages: ['1 Production', '2 None'],
      alias: 1,
      pointer: 1,
      serves: 1,
      told: [{ type: 'model.rolled-back', data: { version: 2, run: 'r2', production: 1 } }],
    });
    expect(await batch()).toMatchObject({ outcome: 'rolled back' });
  });

  test('of a data set without a Service is in production, and the pointer says so', async () => {
    await candidate(1);
    api.fake = undefined;
    expect(await approved(1)).toBe(204);
    expect(await truth()).toMatchObject({ stages: ['1 Production'], pointer: 1 });
    expect((await batch())?.reason).toContain('there is no Service predict-realtor');
  });

  test('of a data set that was reset meanwhile ends quietly', async () => {
    await candidate(9);
    await forgetModels(rollout.services.sql, 'realtor');
    expect(await approved(9)).toBe(204);
    expect(await truth()).toMatchObject({ stages: [], told: [] });
  });

  test.each([
    ['that was rejected', () => propose(rollout.services.sql, { ...proposal(2), approved: false }), approved],
    ['that nobody has ever made', async () => {}, () => approved(2_000_000_000)],
    [
      'of another training',
      () => candidate(2),
      () => deliver('model.approved', { version: 2, run: 'r1', reason: 'x' }),
    ],
    ['beyond all versions', async () => {}, () => approved(2 ** 31)],
  ] as const)('%s is refused for good, and nothing has changed', async (_, prepare, told) => {
    await inProduction(1);
    await prepare();
    const before = await truth();
    expect(await told(2, 1)).toBe(422);
    expect(await truth()).toEqual(before);
  });

  test('whose rollout was killed when all was done but the commit, is in production', async () => {
    await inProduction(1);
    await candidate(2);
    api.fake = fakeApi(undefined, { name: 'MODEL_VERSION', value: '2' });
    const before = api.fake.current();
    expect(await approved(2, 1)).toBe(204);
    expect(await truth()).toMatchObject({ stages: ['1 Archived', '2 Production'], pointer: 2 });
    expect(api.fake.current()).toEqual(before);
  });
});

describe('two approvals of one champion', () => {
  test('the later one is held against the new champion', async () => {
    await inProduction(1);
    await candidate(2);
    await candidate(3);
    expect(await Promise.all([approved(2, 1), approved(3, 1)])).toEqual([204, 204]);
    const { stages, alias, pointer, serves, told } = await truth();
    const winner = alias === 2 ? 2 : 3;
    const other = 5 - winner;
    expect(stages).toEqual([
      '1 Archived',
      ...[2, 3].map((v) => `${v} ${v === winner ? 'Production' : 'None'}`),
    ]);
    expect([pointer, serves]).toEqual([winner, winner]);
    expect(told).toHaveLength(2);
    expect(told).toContainEqual({ type: 'training.completed', data: { run: `r${other}`, version: other } });
  });

  test('one that waits too long for its turn is told to come again', async () => {
    const { takeTurn } = await import('./turn.ts');
    const { sql } = rollout.services;
    await sql.begin(async (holder) => {
      await holder`select pg_advisory_xact_lock(hashtextextended(${rolloutLock('realtor')}, 0))`;
      const { datasetNamed } = await import('../../shared/datasets/index.ts');
      const waiting = sql.begin((tx) => takeTurn({ sql: tx, dataset: datasetNamed('realtor') }, '50ms'));
      await expect(waiting).rejects.toMatchObject({ status: 503 });
    });
  });
});

describe('a version that somebody asks for', () => {
  const requested = (version: number, more: object = {}): Promise<number> =>
    deliver(
      'version.requested',
      { version, reason: 'as before', by: 'Ann', ...more },
      { source: '/marea/console' },
    );

  test.each([{}, { force: true }])('comes into production the same way, with %j', async (more) => {
    await inProduction(1);
    await approvedTo(2);
    expect(await requested(1, more)).toBe(204);
    expect(await truth()).toMatchObject({
      stages: ['1 Production', '2 Archived'],
      alias: 1,
      pointer: 1,
      serves: 1,
    });
    expect((await history()).at(-1)).toBe('promoted 1');
    const [line] = await rollout.services
      .sql`select reason from marea.model_history order by id desc limit 1`;
    expect(line?.reason).toContain('as before (asked for by Ann)');
  });

  test('is taken back when it does worse', async () => {
    await inProduction(1);
    await approvedTo(2);
    api.status = 500;
    expect(await requested(1)).toBe(204);
    expect(await truth()).toMatchObject({ stages: ['1 Archived', '2 Production'], pointer: 2, serves: 2 });
  });

  test('that is in production changes nothing', async () => {
    await inProduction(1);
    const before = await truth();
    expect(await requested(1)).toBe(204);
    expect(await truth()).toEqual(before);
  });

  const found = (version: number) => requested(version, { by: 'traffic' });

  test('because all of the traffic is there, is in production, and the Service is left alone', async () => {
    await inProduction(1);
    await candidate(2);
    api.fake = fakeApi(undefined, { name: 'MODEL_VERSION', value: '2' });
    const before = api.fake.current();
    expect(await found(2)).toBe(204);
    expect(await truth()).toMatchObject({ stages: ['1 Archived', '2 Production'], alias: 2, pointer: 2 });
    expect(api.fake.current()).toEqual(before);
  });

  test('because the traffic was there, which is elsewhere again, is not asked for any more', async () => {
    await inProduction(1);
    await candidate(2);
    const before = await truth();
    expect(await found(2)).toBe(204);
    expect(await truth()).toEqual(before);
  });
});

/** Brought into production by its rollout. */
async function approvedTo(version: number): Promise<void> {
  await candidate(version);
  await approved(version, version - 1);
  rollout.sink.events.length = 0;
}

describe('an event of a release before, whose promote has made production already', () => {
  /** Version 2 is in production, but nothing serves it yet. */
  const promotedBefore = async (): Promise<void> => {
    await inProduction(1);
    await candidate(2);
    await makeProduction(rollout.services.sql, { name: 'realtor', version: 2, reason: 'old' });
  };
  const promoted = (version: number, previous?: number): Promise<number> =>
    deliver('model.promoted', {
      version,
      run: `r${version}`,
      reason: 'old',
      ...(previous ? { previous } : {}),
    });

  test('goes its way', async () => {
    await promotedBefore();
    expect(await promoted(2, 1)).toBe(204);
    expect(await truth()).toMatchObject({
      stages: ['1 Archived', '2 Production'],
      pointer: 2,
      serves: 2,
      told: [{ type: 'model.promoted' }],
    });
  });

  test('and back: what was in production before is so again', async () => {
    await promotedBefore();
    api.status = 500;
    expect(await promoted(2, 1)).toBe(204);
    expect(await truth()).toMatchObject({
      stages: ['1 Production', '2 None'],
      alias: 1,
      pointer: 1,
      serves: 1,
      told: [{ type: 'model.rolled-back', data: { version: 2, production: 1 } }],
    });
  });

  test('of the first model: then none is in production', async () => {
    await candidate(1);
    await makeProduction(rollout.services.sql, { name: 'realtor', version: 1, reason: 'old' });
    api.fake = fakeApi('no model 1');
    expect(await promoted(1)).toBe(204);
    expect(await truth()).toMatchObject({ stages: ['1 None'], alias: undefined, pointer: undefined });
  });
});

test('the pointer is written when the store is back, before anything is told', async () => {
  const { objects } = rollout.services;
  await candidate(1);
  rollout.sink.status = 503;
  expect(await approved(1)).toBeGreaterThanOrEqual(500);
  // The commit was made, and the pointer after it; then it was lost, as a store that was away would have it.
  await objects.removeAll('models', 'realtor/production.json');
  rollout.sink.status = 202;
  const again = { id: `e${events}` };
  expect(await deliver('model.approved', { version: 1, run: 'r1', reason: 'better' }, again)).toBe(204);
  expect(await truth()).toMatchObject({
    stages: ['1 Production'],
    pointer: 1,
    told: [{ type: 'model.promoted' }],
  });
});
