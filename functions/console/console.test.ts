/** The console's API on a real Postgres and a real object store. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MareaFunction } from '../../shared/runtime/function.ts';
import type { Answer, HttpRequest } from '../../shared/runtime/http.ts';
import { addressOf } from '../../shared/store/objects.ts';
import { nextVersion } from '../../shared/tracking/versions.ts';
import { httpRequest, jsonRequest } from '../../tests/http-request.ts';
import { type Services, startServices } from '../../tests/services.ts';
import { startSink, type TestSink } from '../../tests/sink.ts';

let services: Services;
let ingest: TestSink;
let pipeline: TestSink;
let console: MareaFunction;

beforeAll(async () => {
  [services, ingest, pipeline] = await Promise.all([startServices(), startSink(), startSink()]);
  Object.assign(process.env, {
    DATABASE_URL: services.databaseUrl,
    S3_ENDPOINT: services.s3.endpoint,
    S3_ACCESS_KEY: services.s3.accessKey,
    S3_SECRET_KEY: services.s3.secretKey,
    K_SINK: pipeline.url,
    INGEST_URL: ingest.url,
    LOG_LEVEL: 'silent',
  });
  await import('./index.ts');
  const { functionNamed } = await import('../../shared/runtime/function.ts');
  console = functionNamed('console');
});
afterAll(async () => {
  await (await import('../../shared/runtime/resources.ts')).closeResources();
  await Promise.all([ingest.stop(), pipeline.stop()]);
  await services.stop();
});
beforeEach(async () => {
  for (const sink of [ingest, pipeline]) {
    sink.events.length = 0;
    sink.status = 202;
  }
  await services.sql`
    truncate marea.batches, marea.stages, marea.outbox, marea.dead_letters, marea.drift_history, marea.experiments,
      marea.registered_models, marea.model_history cascade`;
});

const bodyOf = ({ body }: Answer): unknown => JSON.parse(String(body));
async function ask(request: HttpRequest, status = 200): Promise<Record<string, unknown>> {
  const answer = await console.handle(request);
  expect(answer.status, String(answer.body)).toBe(status);
  return bodyOf(answer) as Record<string, unknown>;
}
const get = (path: string, status = 200) => ask(httpRequest('GET', path), status);
const post = (path: string, body: unknown = {}, status = 200) => ask(jsonRequest('POST', path, body), status);

/** A batch that came to a model, as the stages leave it. */
async function promotedBatch(): Promise<void> {
  const { sql } = services;
  await sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage, received, clean, rejected, duplicate,
                               reasons, outcome, reason, ended_at)
    values ('realtor', 'b1', 's', 'e', 'source', 'ended', 10, 6, 3, 1, '{"no_price": 3}', 'promoted', 'better', now())`;
  await sql`
    insert into marea.stages (stage, source, event_id, type, dataset, subject, status, ended_at)
    values ('ingest', 's', 'e', 'dev.marea.batch.received', 'realtor', 'b1', 'done', now())`;
  await sql`
    insert into marea.drift_history (dataset, batch, drifted, target_drifted, share, train, reason, report)
    values ('realtor', 'b1', true, false, 0.6, true, 'four of seven columns', '{}')`;
  await sql`insert into marea.experiments (name) values ('realtor')`;
  await sql`
    insert into marea.runs (id, experiment_id, name, status, dataset, batch)
    select 'r1', id, 'training', 'FINISHED', 'realtor', 'b1' from marea.experiments`;
  await sql`
    insert into marea.runs (id, experiment_id, parent_id, name, status)
    select 'r1-0', id, 'r1', 'trial', 'FINISHED' from marea.experiments`;
  await sql`
    insert into marea.trials (run_id, trial, round, child_run_id, family, parameters, seed, status)
    values ('r1', 0, 0, 'r1-0', 'tree', '{}', 1, 'finished')`;
  await sql`insert into marea.registered_models (name) values ('realtor')`;
  await sql`
    insert into marea.model_versions (name, version, run_id, source, stage, metrics, reason)
    values ('realtor', 1, 'r1', 's3://models/realtor/1', 'Production', '{"r2": 0.7}', 'better')`;
  await sql`
    insert into marea.model_history (name, version, run_id, event, reason, metrics)
    values ('realtor', 1, 'r1', 'promoted', 'better', '{"r2": 0.7}')`;
}

async function letter(id: string, type: string, dataset = 'realtor'): Promise<number> {
  const { sql } = services;
  const event = {
    id,
    source: '/marea/x',
    type,
    dataset,
    subject: 'b1',
    team: 'blue',
    data: { batch: 'b1' },
  };
  const [row] = await sql<{ id: number }[]>`
    insert into marea.dead_letters (source, event_id, type, dataset, subject, event, destination, code, error)
    values ('/marea/x', ${id}, ${type}, ${dataset}, 'b1', ${sql.json(event)}, 'http://clean', 500, 'no space left')
    returning id::int`;
  return row?.id ?? 0;
}

describe('reading', () => {
  test('the status of a data set is one object', async () => {
    await promotedBatch();
    const id = await letter('d1', 'dev.marea.batch.stored');
    const when = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
    expect(await get('/api/status?dataset=realtor')).toEqual({
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
        },
      ],
      models: [
        {
          version: 1,
          stage: 'Production',
          metrics: { r2: 0.7 },
          reason: 'better',
          createdAt: when,
          runId: 'r1',
        },
      ],
      production: { version: 1 },
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
    expect(await get('/api/status?dataset=diabetes')).toEqual({
      dataset: 'diabetes',
      batches: [],
      models: [],
      production: null,
      stalled: [],
      deadLetters: [],
    });
  });

  test('what nobody works on any more is stalled; what is being worked on is not', async () => {
    const { sql } = services;
    for (const id of ['gone', 'busy'])
      await sql`
        insert into marea.stages (stage, source, event_id, type, dataset, subject, status, started_at)
        values ('trial', 's', ${id}, 't', 'realtor', 'b1', 'running', now() - interval '10 minutes')`;
    await sql`
      insert into marea.outbox (source, event_id, cause_source, cause_id, stage, event, created_at)
      values ('s', 'late', 'c', 'c', 'ingest', '{"type": "t2", "dataset": "realtor"}', now() - interval '10 minutes')`;
    await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtextextended(${'trial\ns\nbusy'}, 0))`;
      const { stalled } = await get('/api/status?dataset=realtor');
      expect(stalled).toMatchObject([
        { what: 'stage interrupted', stage: 'trial', batch: 'b1' },
        { what: 'event not sent', stage: 'ingest', type: 't2' },
      ]);
    });
  });

  test('a batch is told whole: stages, drift, training, decision', async () => {
    await promotedBatch();
    expect(await get('/api/batches/realtor/b1')).toMatchObject({
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

  test('a batch that never got past ingest is known by its dead letter', async () => {
    await letter('d1', 'dev.marea.batch.received');
    expect(await get('/api/batches/realtor/b1')).toMatchObject({
      id: 'b1',
      deadLetters: [{ error: 'no space left' }],
    });
    expect(await get('/api/batches/realtor/none', 404)).toEqual({
      error: 'no batch "none" of realtor',
    });
  });

  test('data sets, models, drift and dead letters have their lists', async () => {
    await promotedBatch();
    await letter('d1', 't');
    const { datasets } = await get('/api/datasets');
    expect(datasets).toContainEqual(
      expect.objectContaining({
        name: 'realtor',
        target: 'price',
        batches: 1,
        clean: 6,
        production: 1,
      }),
    );
    expect(await get('/api/models/realtor')).toMatchObject({
      versions: [{ version: 1 }],
      history: [{ event: 'promoted' }],
    });
    expect(await get('/api/drift?dataset=realtor')).toMatchObject({
      checks: [{ batch: 'b1', share: 0.6 }],
    });
    expect(await get('/api/dead-letters?dataset=realtor')).toMatchObject({
      deadLetters: [{ type: 't' }],
    });
    expect((await console.handle(httpRequest('GET', '/'))).headers?.['content-type']).toContain('text/html');
  });

  test.each([
    ['/api/status', 400],
    ['/api/status?dataset=nowhere', 404],
    ["/api/status?dataset=realtor';drop schema marea cascade;--", 404],
    ['/api/status?dataset=realtor&limit=all', 422],
    ['/api/models/realtor/1', 404],
    ['/api/nothing', 404],
  ])('%s is answered with %i and a reason', async (path, status) => {
    expect((await get(path, status)).error).toEqual(expect.any(String));
  });
});

describe('uploads', () => {
  const put = (path: string, headers: Record<string, string>, body: string) =>
    httpRequest('PUT', path, { headers, body });

  test('a file comes into the object store as it is, under a safe name', async () => {
    const headers = { 'content-length': '8' };
    const { dataref } = await ask(put('/api/uploads/realtor/..%2Fa%20b.csv.gz', headers, 'a,b\n1,2\n'), 201);
    expect(dataref).toMatch(
      /^s3:\/\/data-raw\/realtor\/uploads\/[0-9a-f-]{36}\/[A-Za-z0-9._-]+a_b\.csv\.gz$/,
    );
    expect((await services.objects.read(addressOf(String(dataref)))).toString()).toBe('a,b\n1,2\n');
  });

  test.each([
    ['without a length', {}, 411],
    ['over 2 GiB', { 'content-length': String(2 * 1024 ** 3 + 1) }, 413],
    ['of nothing', { 'content-length': '0' }, 400],
    ['of another site', { 'content-length': '1', origin: 'https://evil.example' }, 403],
  ])('an upload %s is refused', async (_, headers, status) => {
    expect((await console.handle(put('/api/uploads/realtor/x.csv', headers, 'x'))).status).toBe(status);
  });
});

describe('replay', () => {
  test('sends the event as it was, batches to the ingest broker, the rest to the pipeline', async () => {
    await letter('received', 'dev.marea.batch.received');
    await letter('stored', 'dev.marea.batch.stored');
    await letter('foreign', 'com.example.unknown');
    const { replayed } = await post('/api/dead-letters/replay');
    expect(replayed).toMatchObject([{ sent: true }, { sent: true }, { sent: true }]);
    expect(ingest.events.map(({ id }) => id)).toEqual(['received', 'foreign']);
    expect(pipeline.events).toMatchObject([
      {
        id: 'stored',
        source: '/marea/x',
        dataset: 'realtor',
        subject: 'b1',
        data: { batch: 'b1' },
      },
    ]);
    expect(await get('/api/dead-letters')).toEqual({ deadLetters: [] });
    expect(await post('/api/dead-letters/replay')).toEqual({ replayed: [] });
  });

  test('one that cannot be sent waits on', async () => {
    const id = await letter('stored', 'dev.marea.batch.stored');
    pipeline.status = 503;
    expect(await post(`/api/dead-letters/${id}/replay`)).toMatchObject({
      replayed: [{ id, sent: false }],
    });
    pipeline.status = 202;
    expect(await post(`/api/dead-letters/${id}/replay`)).toMatchObject({
      replayed: [{ id, sent: true }],
    });
    expect((await post(`/api/dead-letters/${id}/replay`, {}, 404)).error).toContain(
      `no dead letter ${id} waits`,
    );
  });
});

describe('changing a data set', () => {
  test('a training is asked for by an event', async () => {
    const { event } = await post('/api/datasets/realtor/train', { reason: 'new columns' }, 202);
    expect(pipeline.events).toMatchObject([
      {
        id: event,
        type: 'dev.marea.training.requested',
        dataset: 'realtor',
        data: { reason: 'new columns' },
      },
    ]);
  });

  test('asked while the broker is away, it is sent later', async () => {
    pipeline.status = 503;
    const { event } = await post('/api/datasets/realtor/train', { reason: 'now' }, 202);
    expect(await services.sql`select event_id from marea.outbox where sent_at is null`).toMatchObject([
      { event_id: event },
    ]);
  });

  test('reset takes rows, models, runs and objects of that data set, and of no other', async () => {
    const { sql, objects } = services;
    await promotedBatch();
    await letter('d1', 't');
    await letter('d2', 't', 'diabetes');
    for (const dataset of ['realtor', 'diabetes']) {
      await objects.put({ bucket: 'models', key: `${dataset}/1/model.onnx` }, 'x');
      await sql`insert into ${sql(`${dataset}.rejected`)} (batch, row_number, reason, raw) values ('b', 1, 'r', '{}')`;
    }
    expect(await post('/api/datasets/realtor/reset', { confirm: 'realtor' })).toEqual({
      dataset: 'realtor',
      reset: true,
    });

    const status = {
      batches: [],
      models: [],
      production: null,
      stalled: [],
      deadLetters: [],
    };
    expect(await get('/api/status?dataset=realtor')).toEqual({
      dataset: 'realtor',
      ...status,
    });
    expect(await sql`select from realtor.rejected`).toHaveLength(0);
    expect(await sql`select from marea.runs`).toHaveLength(0);
    expect(await objects.list('models', 'realtor/')).toEqual([]);

    expect(await sql`select from diabetes.rejected`).toHaveLength(1);
    expect(await objects.list('models', 'diabetes/')).toEqual(['diabetes/1/model.onnx']);
    expect((await get('/api/status?dataset=diabetes')).deadLetters).toHaveLength(1);
  });

  test('after a reset no number of a version is given twice', async () => {
    await promotedBatch();
    await post('/api/datasets/realtor/reset', { confirm: 'realtor' });
    await post('/api/datasets/realtor/reset', { confirm: 'realtor' });
    expect(await services.sql.begin((tx) => nextVersion(tx, 'realtor'))).toBe(2);
  });

  test.each([
    ['/api/datasets/realtor/reset', {}, 422],
    ['/api/datasets/realtor/reset', { confirm: 'diabetes' }, 422],
    ['/api/datasets/nowhere/reset', { confirm: 'nowhere' }, 404],
    ['/api/datasets/realtor/train', {}, 422],
    ['/api/datasets/realtor/sell', {}, 404],
    ['/api/dead-letters/x/replay', {}, 404],
  ])('%s with %j is refused with %i', async (path, body, status) => {
    await post(path, body, status);
  });
});

describe('a page of another site changes nothing', () => {
  const train = (headers: Record<string, string>) =>
    httpRequest('POST', '/api/datasets/realtor/train', {
      headers,
      body: '{"reason": "x"}',
    });
  const asJson = { 'content-type': 'application/json' };

  test.each([
    ['another origin', { ...asJson, origin: 'https://evil.example' }, 403],
    ['no origin to speak of', { ...asJson, origin: 'null' }, 403],
    ['a cross-site fetch', { ...asJson, 'sec-fetch-site': 'cross-site' }, 403],
    ['a form', { 'content-type': 'text/plain' }, 415],
    [
      'its own page',
      {
        ...asJson,
        origin: 'http://marea.test',
        'sec-fetch-site': 'same-origin',
      },
      202,
    ],
  ])('%s', async (_, headers, status) => {
    expect((await console.handle(train(headers))).status).toBe(status);
  });
});
