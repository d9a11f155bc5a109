/** What the console tells. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { remember } from '../../shared/tracking/production.ts';
import { createRun, logParams } from '../../shared/tracking/runs.ts';
import { letter, promotedBatch, startConsole, type TestConsole } from '../../tests/console.ts';

let marea: TestConsole;
beforeAll(async () => {
  marea = await startConsole();
});
afterAll(() => marea.stop());
beforeEach(() => marea.clear());

const when = '2026-01-01T00:00:00.000Z';

test('the status of a data set is one object', async () => {
  await promotedBatch(marea.services);
  const id = await letter(marea.services, 'd1', 'dev.marea.batch.stored');
  const when = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
  expect(await marea.get('/api/status?dataset=realtor')).toEqual({
    dataset: 'realtor',
    batches: [
      {
        id: 'b1',
        stage: 'ended',
        received: 10,
        clean: 6,
        rejected: 3,
        duplicate: 1,
        reasons: { no_price: 3 },
        startedAt: when,
        endedAt: when,
        outcome: 'promoted',
        reason: 'better',
        reading: {},
        retractedAt: null,
        retractedBecause: null,
        forms: {},
        unreadable: {},
        held: null,
      },
    ],
    models: [
      {
        version: 1,
        stage: 'Production',
        state: 'in production',
        metrics: { r2: 0.7 },
        reason: 'better',
        createdAt: when,
        damaged: null,
        runId: 'r1',
      },
    ],
    trainings: [],
    production: { version: 1 },
    traffic: null,
    stalled: [],
    deadLetters: [
      expect.objectContaining({
        id,
        type: 'dev.marea.batch.stored',
        batch: 'b1',
        error: 'no space left',
      }),
    ],
  });
});

test('a data set without anything has a status too', async () => {
  expect(await marea.get('/api/status?dataset=diabetes')).toEqual({
    dataset: 'diabetes',
    batches: [],
    models: [],
    trainings: [],
    production: null,
    traffic: null,
    stalled: [],
    deadLetters: [],
  });
});

test('what nobody works on any more is stalled; what is being worked on is not', async () => {
  const { sql } = marea.services;
  for (const id of ['gone', 'busy'])
    await sql`
      insert into marea.stages (stage, source, event_id, type, dataset, subject, status, started_at)
      values ('trial', 's', ${id}, 't', 'realtor', 'b1', 'running', now() - interval '10 minutes')`;
  await sql`
    insert into marea.outbox (source, event_id, cause_source, cause_id, stage, event, created_at)
    values ('s', 'late', 'c', 'c', 'ingest', '{"type": "t2", "dataset": "realtor"}', now() - interval '10 minutes')`;
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${'trial\ns\nbusy'}, 0))`;
    const { stalled } = await marea.get('/api/status?dataset=realtor');
    expect(stalled).toMatchObject([
      { what: 'stage interrupted', stage: 'trial', batch: 'b1' },
      { what: 'event not sent', stage: 'ingest', type: 't2' },
    ]);
  });
});

describe('what fails and is tried again', () => {
  const failed = (stage: string, { error = 'no space left', attempts = 3 } = {}) => marea.services.sql`
    insert into marea.stages (stage, source, event_id, type, dataset, subject, status, error, attempts, failed_at)
    values (${stage}, 's', ${stage}, 'dev.marea.batch.stored', 'realtor', 'b1', 'running', ${error}, ${attempts}, ${when})`;
  // After the third try of 26 come the pauses before the retries 3 to 25: of 2, 3, ..., 24 seconds.
  const until = new Date(Date.parse(when) + 299_000).toISOString();

  test('is told of the batch and of the data set: how often, why, and until when', async () => {
    await failed('clean');
    const told = {
      what: 'stage fails',
      stage: 'clean',
      batch: 'b1',
      attempts: 3,
      error: 'no space left',
      until,
    };
    expect(await marea.get('/api/batches/realtor/b1')).toMatchObject({
      stages: [{ stage: 'clean', status: 'running', attempts: 3, error: 'no space left', triedUntil: until }],
      stalled: [told],
    });
    expect(await marea.get('/api/status?dataset=realtor')).toMatchObject({ stalled: [told] });
  });

  test('not when it waits in dead letters, or was given up', async () => {
    await failed('clean');
    const { sql } = marea.services;
    await sql`
      insert into marea.dead_letters (source, event_id, type, dataset, event)
      values ('s', 'clean', 'dev.marea.batch.stored', 'realtor', '{}')`;
    const stalled = async () => (await marea.get('/api/status?dataset=realtor')).stalled;
    expect(await stalled()).toEqual([]);
    await marea.post('/api/dead-letters/discard', { all: true, reason: 'x' });
    expect(await stalled()).toEqual([]);
  });
});

test('an event that was sent and that no stage has taken is told, unless the stage is at work on others', async () => {
  const { sql } = marea.services;
  const event = { type: 'dev.marea.batch.cleaned', dataset: 'realtor', subject: 'b1' };
  await promotedBatch(marea.services);
  await sql`
    insert into marea.outbox (source, event_id, cause_source, cause_id, stage, event, sent_at)
    values ('s', 'lost', 'c', 'c', 'clean', ${sql.json(event)}, now() - interval '2 minutes'),
           ('s', 'young', 'c', 'c', 'clean', ${sql.json(event)}, now())`;
  const stalled = async () => (await marea.get('/api/batches/realtor/b1')).stalled;
  expect(await stalled()).toMatchObject([{ what: 'event not taken', stage: 'drift', type: event.type }]);
  await sql`
    insert into marea.stages (stage, source, event_id, type, dataset, subject, status)
    values ('drift', 's', 'other', ${event.type}, 'realtor', 'b0', 'running')`;
  expect(await stalled()).toEqual([]);
  await sql`update marea.stages set status = 'done', ended_at = now()`;
  expect(await stalled()).toHaveLength(1);
  await sql`
    insert into marea.stages (stage, source, event_id, type, dataset, subject, status)
    values ('drift', 's', 'lost', ${event.type}, 'realtor', 'b1', 'running')`;
  expect(await stalled()).toEqual([]);
});

test('a training that was asked for is followed by its run: not begun, under way, ended', async () => {
  const { sql } = marea.services;
  const { run } = await marea.post('/api/datasets/realtor/train', { reason: 'new columns' }, 202);
  const told = async () => {
    const { trainings } = await marea.get('/api/status?dataset=realtor');
    const [line] = trainings as Record<string, unknown>[];
    expect(await marea.get(`/api/trainings/realtor/${run}`)).toMatchObject({ ...line });
    return line;
  };
  const asked = { reason: 'new columns', at: expect.any(String) };
  expect(await told()).toEqual({ run, asked, training: null, outcome: null, reason: null, endedAt: null });
  await sql`insert into marea.experiments (name) values ('realtor')`;
  await createRun(sql, { id: String(run), dataset: 'realtor', name: 'training' });
  await logParams(sql, String(run), { trials: 10 });
  expect(await told()).toMatchObject({
    training: { status: 'RUNNING', trials: { done: 0, failed: 0, total: 10 } },
    outcome: null,
  });
  const line = { name: 'realtor', run: String(run) };
  await remember(sql, { ...line, version: 2, event: 'approved', reason: 'better' });
  expect(await told()).toMatchObject({ outcome: null });
  await remember(sql, { ...line, version: 2, event: 'promoted', reason: 'better; it serves' });
  expect(await told()).toMatchObject({ outcome: 'promoted', reason: 'better; it serves' });
  await marea.get('/api/trainings/realtor/another', 404);
});

test('a batch is told whole: stages, drift, training, decision', async () => {
  await promotedBatch(marea.services);
  expect(await marea.get('/api/batches/realtor/b1')).toMatchObject({
    dataset: 'realtor',
    id: 'b1',
    received: 10,
    outcome: 'promoted',
    stages: [{ stage: 'ingest', status: 'done' }],
    drift: { drifted: true, train: true, reason: 'four of seven columns' },
    training: {
      run: 'r1',
      status: 'FINISHED',
      trials: { done: 1, failed: 0, total: 1 },
    },
    model: { event: 'promoted', version: 1, reason: 'better' },
    deadLetters: [],
  });
});

test('a version is a candidate, in production, was there, was refused or was taken back', async () => {
  const { sql } = marea.services;
  await promotedBatch(marea.services);
  const versions: [number, string, ...string[]][] = [
    [2, 'None', 'approved'],
    [3, 'None', 'rejected'],
    [4, 'None', 'approved', 'traffic moved', 'rolled back'],
    [5, 'None', 'approved', 'rolled back', 'approved'],
    [6, 'Archived', 'promoted'],
  ];
  for (const [version, stage, ...events] of versions) {
    await sql`
      insert into marea.model_versions (name, version, run_id, source, stage)
      values ('realtor', ${version}, 'r1', 's3://x', ${stage})`;
    for (const event of events)
      await sql`
        insert into marea.model_history (name, version, event, reason) values ('realtor', ${version}, ${event}, 'x')`;
  }
  const { versions: told } = await marea.get('/api/models/realtor');
  expect((told as { state: string }[]).map(({ state }) => state)).toEqual([
    'in production',
    'candidate',
    'rejected',
    'rolled back',
    'candidate',
    'archived',
  ]);
});

test('the decision on a training is the judgement, also when its rollout is over', async () => {
  const { sql } = marea.services;
  await promotedBatch(marea.services);
  await sql`delete from marea.model_history`;
  const decided = async (...events: string[]) => {
    for (const event of events)
      await sql`
        insert into marea.model_history (name, version, run_id, event, reason)
        values ('realtor', 1, 'r1', ${event}, ${`for ${event}`})`;
    return (await marea.get('/api/batches/realtor/b1')).model;
  };
  expect(await decided()).toBeNull();
  expect(await decided('approved')).toMatchObject({ event: 'approved', version: 1, reason: 'for approved' });
  expect(await decided('traffic moved', 'promoted')).toMatchObject({ event: 'approved' });
  // Another version came into production meanwhile: it was judged again.
  expect(await decided('rejected')).toMatchObject({ event: 'rejected' });
});

test('what the next night forgets is told beforehand, and is still there', async () => {
  const { sql } = marea.services;
  const counted = async () => (await sql`select count(*)::int as n from marea.inference_logs`)[0]?.n;
  await sql`
    insert into marea.inference_logs (dataset, request_id, model_version, input, output, at)
    values ('realtor', 'old', 1, '{}', '{}', now() - interval '91 days')`;
  const { forgotten } = await marea.get('/api/retention');
  expect(forgotten).toContainEqual({ what: 'inference_logs', unit: 'rows', days: 90, count: 1 });
  expect(await counted()).toBe(1);
});

test('a batch that never got past ingest is known by its dead letter', async () => {
  await letter(marea.services, 'd1', 'dev.marea.batch.received');
  expect(await marea.get('/api/batches/realtor/b1')).toMatchObject({
    id: 'b1',
    deadLetters: [{ error: 'no space left' }],
  });
  expect(await marea.get('/api/batches/realtor/none', 404)).toEqual({
    error: 'no batch "none" of realtor',
  });
});

test('data sets, models, drift and dead letters have their lists', async () => {
  await promotedBatch(marea.services);
  await letter(marea.services, 'd1', 't');
  const { datasets } = await marea.get('/api/datasets');
  expect(datasets).toContainEqual(
    expect.objectContaining({
      name: 'realtor',
      target: 'price',
      batches: 1,
      clean: 6,
      production: 1,
    }),
  );
  expect(await marea.get('/api/models/realtor')).toMatchObject({
    versions: [{ version: 1 }],
    history: [{ event: 'promoted' }],
  });
  expect(await marea.get('/api/drift?dataset=realtor')).toMatchObject({
    checks: [{ batch: 'b1', share: 0.6 }],
  });
  expect(await marea.get('/api/dead-letters?dataset=realtor')).toMatchObject({
    deadLetters: [{ type: 't' }],
  });
});

test('batches of a data set that nobody declares are told', async () => {
  await promotedBatch(marea.services);
  await marea.services.sql`update marea.batches set dataset = 'old'`;
  expect(await marea.get('/api/datasets')).toMatchObject({
    apart: { unserved: [], undeclared: [{ name: 'old', services: [], batches: 1 }] },
  });
});

test('the card of a model is there by its version, and by what is in production', async () => {
  const { objects } = marea.services;
  await objects.put({ bucket: 'models', key: 'realtor/production.json' }, '{"version": 1}');
  await objects.put({ bucket: 'models', key: 'realtor/1/card.json' }, '{"format": 1}');
  expect(await marea.get('/models/realtor/production/card.json')).toEqual({ format: 1 });
  expect(await marea.get('/models/realtor/1/card.json')).toEqual({ format: 1 });
});

test.each([
  ['/api/status', 400],
  ['/api/status?dataset=nowhere', 404],
  ["/api/status?dataset=realtor';drop schema marea cascade;--", 404],
  ['/api/status?dataset=realtor&limit=all', 422],
  ['/api/models/realtor/1', 404],
  ['/models/realtor/1', 404],
  ['/models/nowhere/1/card', 404],
  ['/api/nothing', 404],
])('%s is answered with %i and a reason', async (path, status) => {
  expect((await marea.get(path, status)).error).toEqual(expect.any(String));
});
