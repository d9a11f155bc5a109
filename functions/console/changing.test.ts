/** What the console changes, and for whom it does not. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countWaiting, keepLetter } from '../../shared/runtime/dead-letters.ts';
import { owe } from '../../shared/runtime/outbox.ts';
import { addressOf } from '../../shared/store/objects.ts';
import { nextVersion } from '../../shared/tracking/versions.ts';
import { letter, promotedBatch, startConsole, type TestConsole } from '../../tests/console.ts';
import { httpRequest } from '../../tests/http-request.ts';

let marea: TestConsole;
beforeAll(async () => {
  marea = await startConsole();
});
afterAll(() => marea.stop());
beforeEach(() => marea.clear());

/** What the stages are asked for; what was changed goes out beside it. */
const asked = () => marea.pipeline.events.filter(({ type }) => type !== 'dev.marea.change.recorded');

const again = { reason: 'the disk has room' };

describe('uploads', () => {
  const put = (path: string, headers: Record<string, string>, body: string) =>
    httpRequest('PUT', path, { headers, body });

  test('a file comes into the object store as it is, under its own name, escaped', async () => {
    const headers = { 'content-length': '8' };
    const { dataref } = await marea.ask(
      put('/api/uploads/realtor/..%2Fa%20b.csv.gz', headers, 'a,b\n1,2\n'),
      201,
    );
    expect(dataref).toMatch(/^s3:\/\/data-raw\/realtor\/uploads\/[0-9a-f-]{36}\/\.\.=2Fa=20b\.csv\.gz$/);
    expect((await marea.services.objects.read(addressOf(String(dataref)))).toString()).toBe('a,b\n1,2\n');
  });

  test.each([
    ['without a length', {}, 411],
    ['over 2 GiB', { 'content-length': String(2 * 1024 ** 3 + 1) }, 413],
    ['of nothing', { 'content-length': '0' }, 400],
    ['of another site', { 'content-length': '1', origin: 'https://evil.example' }, 403],
  ])('an upload %s is refused', async (_, headers, status) => {
    expect((await marea.handle(put('/api/uploads/realtor/x.csv', headers, 'x'))).status).toBe(status);
  });
});

describe('replay', () => {
  test('sends the event as it was, batches to the ingest broker, the rest to the pipeline', async () => {
    await letter(marea.services, 'received', 'dev.marea.batch.received');
    await letter(marea.services, 'stored', 'dev.marea.batch.stored');
    await letter(marea.services, 'foreign', 'com.example.unknown');
    const { replayed } = await marea.post('/api/dead-letters/replay', again);
    expect(replayed).toMatchObject([{ sent: true }, { sent: true }, { sent: true }]);
    expect(marea.ingest.events.map(({ id }) => id)).toEqual(['received', 'foreign']);
    expect(asked()).toMatchObject([
      {
        id: 'stored',
        source: '/marea/x',
        dataset: 'realtor',
        subject: 'b1',
        data: { batch: 'b1' },
      },
    ]);
    expect(await marea.get('/api/dead-letters')).toEqual({ deadLetters: [] });
    expect(await marea.post('/api/dead-letters/replay', again)).toEqual({ replayed: [], left: 0 });
  });

  test('one that cannot be sent at once is owed: it neither waits nor is lost', async () => {
    const id = await letter(marea.services, 'received', 'dev.marea.batch.received');
    marea.ingest.status = 503;
    expect(await marea.post(`/api/dead-letters/${id}/replay`, again)).toMatchObject({
      replayed: [{ id, sent: false, error: expect.stringContaining('503') }],
    });
    expect(await marea.get('/api/dead-letters')).toEqual({ deadLetters: [] });
    expect(
      await marea.services.sql`select event_id, sink from marea.outbox where sent_at is null`,
    ).toMatchObject([{ event_id: 'received', sink: 'ingest' }]);
    expect((await marea.post(`/api/dead-letters/${id}/replay`, again, 404)).error).toContain(
      `no dead letter ${id} waits`,
    );
  });

  test('an event that was owed and sent before is owed again, once', async () => {
    const { sql } = marea.services;
    await sql`
      insert into marea.outbox (source, event_id, cause_source, cause_id, stage, event, sent_at, attempts)
      values ('/marea/x', 'stored', 's', 'e', 'ingest', '{"type": "dev.marea.batch.stored"}', now(), 6)`;
    await letter(marea.services, 'stored', 'dev.marea.batch.stored');
    marea.pipeline.status = 503;
    await marea.post('/api/dead-letters/replay', again);
    // The pause before the next try begins anew: something was mended.
    expect(
      await sql`select stage, sink, sent_at, attempts from marea.outbox where event_id = 'stored'`,
    ).toMatchObject([{ stage: 'ingest', sink: 'pipeline', sent_at: null, attempts: 0 }]);
  });

  test('what is replayed is not counted as emitted, whoever had sent it', async () => {
    const { sql } = marea.services;
    const own = {
      id: 'own',
      source: '/marea/x',
      type: 'dev.marea.drift.checked',
      dataset: 'realtor',
      data: {},
    };
    await sql.begin((tx) => owe(tx, { stage: 'x', source: 's', id: 'e' }, [own]));
    await letter(marea.services, 'own', 'dev.marea.drift.checked');
    await letter(marea.services, 'foreign', 'com.example.unknown');
    const emitted = async () =>
      Object.fromEntries(
        await sql`
          select kind, sum(total)::int as total from marea.totals
          where what = 'emitted' and kind in ('dev.marea.drift.checked', 'com.example.unknown') group by kind`.values(),
      );
    expect(await emitted()).toEqual({ 'dev.marea.drift.checked': 1 });
    await marea.post('/api/dead-letters/replay', again);
    expect(asked().length + marea.ingest.events.length).toBe(2);
    expect(await emitted()).toEqual({ 'dev.marea.drift.checked': 1 });
  });
});

describe('replaying a kind', () => {
  const numbers = (told: unknown) => (told as { id: number }[]).map(({ id }) => id);
  const replay = async (which: object) => {
    const { replayed, left } = await marea.post('/api/dead-letters/replay', { ...again, ...which });
    return [numbers(replayed), left];
  };

  test('only letters of the type, the data set, and what may go well are sent, none that has come since', async () => {
    const { services } = marea;
    const stored = await letter(services, 'one', 'dev.marea.batch.stored');
    const hopeless = await letter(services, 'two', 'dev.marea.batch.stored');
    await services.sql`update marea.dead_letters set code = 422 where id = ${hopeless}`;
    const cleaned = await letter(services, 'three', 'dev.marea.batch.cleaned');
    const since = await letter(services, 'four', 'dev.marea.batch.stored');
    const kind = { type: 'dev.marea.batch.stored', dataset: 'realtor' };
    expect(await replay({ ...kind, dataset: 'diabetes' })).toEqual([[], 0]);
    expect(await replay({ ...kind, hopeless: false, until: cleaned })).toEqual([[stored], 0]);
    expect(numbers((await marea.get('/api/dead-letters')).deadLetters)).toEqual([hopeless, cleaned, since]);
    expect(await replay({ ...kind, after: hopeless })).toEqual([[since], 0]);
  });

  test('one request sends so many, and says how many follow', async () => {
    const ids: number[] = [];
    for (let n = 0; n < 53; n++) ids.push(await letter(marea.services, `n${n}`, 'dev.marea.batch.stored'));
    expect(await replay({ type: 'dev.marea.batch.stored' })).toEqual([ids.slice(0, 50), 3]);
    expect(await replay({ type: 'dev.marea.batch.stored', after: ids[49] })).toEqual([ids.slice(50), 0]);
  });

  test.each([{ type: 1 }, { dataset: 1 }, { hopeless: 'no' }, { after: -1 }, { until: 'x' }])(
    '%j is refused, and nothing is sent',
    async (which) => {
      const id = await letter(marea.services, 'one', 'dev.marea.batch.stored');
      await marea.post('/api/dead-letters/replay', { ...again, ...which }, 422);
      expect(numbers((await marea.get('/api/dead-letters')).deadLetters)).toEqual([id]);
    },
  );
});

describe('discarding', () => {
  const waiting = async () =>
    ((await marea.get('/api/dead-letters')).deadLetters as { id: number }[]).map(({ id }) => id);

  test('a letter that was given up waits no more, is not replayed, and keeps who did it and why', async () => {
    const { sql } = marea.services;
    const id = await letter(marea.services, 'd1', 'dev.marea.batch.stored');
    const kept = await letter(marea.services, 'd2', 'dev.marea.batch.stored');
    const wish = { reason: 'the file was wrong', by: 'Ann' };
    expect(await marea.post(`/api/dead-letters/${id}/discard`, wish)).toEqual({
      discarded: [{ id, type: 'dev.marea.batch.stored', dataset: 'realtor', batch: 'b1' }],
      left: 0,
    });
    expect(await waiting()).toEqual([kept]);
    expect(await countWaiting(sql, ['dev.marea.batch.stored'])).toEqual([
      { type: 'dev.marea.batch.stored', letters: 1 },
    ]);
    await marea.post(`/api/dead-letters/${id}/replay`, again, 404);
    await marea.post(`/api/dead-letters/${id}/discard`, wish, 404);
    const [row] = await sql`
      select discarded_because, discarded_by, discarded_at is not null as discarded
      from marea.dead_letters where id = ${id}`;
    expect(row).toEqual({
      discarded_because: 'the file was wrong',
      discarded_by: 'Ann',
      discarded: true,
    });
  });

  test('all of a type, of a data set that there is no longer, of none, or all', async () => {
    const { services } = marea;
    const stored = await letter(services, 'd1', 'dev.marea.batch.stored');
    const foreign = await letter(services, 'd2', 'com.example.unknown', 'gone');
    const old = await letter(services, 'd3', 'dev.marea.batch.stored', 'gone');
    const stray = await letter(services, 'd4', 'com.example.unknown', null);
    const listed = (await marea.get('/api/dead-letters?dataset=gone')).deadLetters;
    expect((listed as { id: number }[]).map(({ id }) => id)).toEqual([foreign, old]);
    const discard = async (which: object) => {
      const { discarded } = await marea.post('/api/dead-letters/discard', { ...which, reason: 'x' });
      return (discarded as { id: number }[]).map(({ id }) => id);
    };
    expect(await discard({ type: 'dev.marea.batch.stored', dataset: 'gone' })).toEqual([old]);
    expect(await discard({ dataset: null })).toEqual([stray]);
    expect(await discard({ type: 'com.example.unknown' })).toEqual([foreign]);
    expect(await discard({ all: true })).toEqual([stored]);
    expect(await waiting()).toEqual([]);
  });

  test('a batch that it kept from going on has ended, one that has ended before stays as it is', async () => {
    const { sql } = marea.services;
    await promotedBatch(marea.services);
    await letter(marea.services, 'd1', 'dev.marea.batch.cleaned');
    await marea.post('/api/dead-letters/discard', { all: true, reason: 'enough' });
    const batch = () => marea.get('/api/batches/realtor/b1');
    expect(await batch()).toMatchObject({ outcome: 'promoted', reason: 'better' });
    await sql`update marea.batches set stage = 'cleaned', outcome = null, ended_at = null`;
    await letter(marea.services, 'd2', 'dev.marea.batch.cleaned');
    await marea.post('/api/dead-letters/discard', { all: true, reason: 'enough' });
    expect(await batch()).toMatchObject({
      outcome: 'discarded',
      reason: 'dev.marea.batch.cleaned was discarded: enough',
      endedAt: expect.any(String),
    });
  });

  test('one that comes again waits again', async () => {
    const { sql } = marea.services;
    const again = { source: 's', eventId: 'e', type: 't', event: {}, destination: 'http://clean' };
    await keepLetter(sql, again);
    await marea.post('/api/dead-letters/discard', { type: 't', reason: 'x' });
    expect(await waiting()).toEqual([]);
    expect(await keepLetter(sql, again)).toBe(2);
    expect(await waiting()).toHaveLength(1);
  });
});

/** A version that is registered, of which these files are left. */
async function earlier(version: number, files: readonly string[]): Promise<void> {
  const { sql, objects } = marea.services;
  await sql`
    insert into marea.model_versions (name, version, source, stage) values ('realtor', ${version}, '', 'Archived')`;
  await objects.removeAll('models', `realtor/${version}/`);
  for (const file of files) await objects.put({ bucket: 'models', key: `realtor/${version}/${file}` }, 'x');
}

describe('taking a batch back', () => {
  const path = '/api/batches/realtor/b1/retract';
  const wish = { reason: 'prices in cents', by: 'Ann' };

  test('is asked for by an event that names the batch, and when it began', async () => {
    await promotedBatch(marea.services);
    const { event } = await marea.post(path, wish, 202);
    const [batch] = await marea.services.sql`select started_at::text as began from marea.batches`;
    expect(asked()).toMatchObject([
      {
        id: event,
        type: 'dev.marea.retraction.requested',
        dataset: 'realtor',
        subject: 'b1',
        data: { batch: 'b1', began: batch?.began, ...wish },
      },
    ]);
  });

  test('one that was taken back is not asked for again: when and why is told', async () => {
    const { sql } = marea.services;
    await promotedBatch(marea.services);
    await sql`
      update marea.batches set retracted_at = '2026-01-31T12:00:00Z', retracted_because = 'cents', retracted_by = 'Ann'`;
    expect(await marea.post(path, wish)).toEqual({
      dataset: 'realtor',
      batch: 'b1',
      event: null,
      retracted: { at: '2026-01-31T12:00:00.000Z', because: 'cents' },
    });
    expect(asked()).toEqual([]);
    expect(await marea.get('/api/batches/realtor/b1')).toMatchObject({
      outcome: 'promoted',
      retractedAt: '2026-01-31T12:00:00.000Z',
      retractedBecause: 'cents',
      retractedBy: 'Ann',
    });
    // Its clean rows are counted no more.
    const { datasets } = await marea.get('/api/datasets');
    expect(datasets).toContainEqual(expect.objectContaining({ name: 'realtor', batches: 1, clean: 0 }));
  });

  test('one that is not cleaned yet has nothing to take back', async () => {
    await promotedBatch(marea.services);
    await marea.services.sql`update marea.batches set stage = 'stored', outcome = null, ended_at = null`;
    const { error } = await marea.post(path, wish, 409);
    expect(error).toContain('is not cleaned yet');
  });
});

describe('changing a data set', () => {
  test('a training is asked for by an event', async () => {
    const { event } = await marea.post('/api/datasets/realtor/train', { reason: 'new columns' }, 202);
    expect(asked()).toMatchObject([
      {
        id: event,
        type: 'dev.marea.training.requested',
        dataset: 'realtor',
        data: { reason: 'new columns' },
      },
    ]);
  });

  test('a version is asked for by an event', async () => {
    await promotedBatch(marea.services);
    await earlier(2, ['model.onnx', 'metadata.json', 'profile.json']);
    const wish = { reason: 'as before', by: 'Ann', force: true };
    const { event } = await marea.post('/api/models/realtor/2/promote', wish, 202);
    expect(asked()).toMatchObject([
      {
        id: event,
        type: 'dev.marea.version.requested',
        dataset: 'realtor',
        data: { version: 2, ...wish },
      },
    ]);
  });

  test('one that is in production is not asked for, unless all of the traffic is to go there', async () => {
    await promotedBatch(marea.services);
    for (const file of ['model.onnx', 'metadata.json', 'profile.json'])
      await marea.services.objects.put({ bucket: 'models', key: `realtor/1/${file}` }, 'x');
    expect(await marea.post('/api/models/realtor/1/promote', { reason: 'sure' })).toEqual({
      dataset: 'realtor',
      version: 1,
      event: null,
    });
    expect(asked()).toEqual([]);
    await marea.post('/api/models/realtor/1/promote', { reason: 'sure', force: true }, 202);
    expect(asked()).toHaveLength(1);
  });

  test('one whose files are gone is refused', async () => {
    await promotedBatch(marea.services);
    await earlier(2, ['model.onnx', 'metadata.json']);
    const { error } = await marea.post('/api/models/realtor/2/promote', { reason: 'x' }, 409);
    expect(error).toContain('has no profile.json any more');
  });

  test('asked while the broker is away, it is sent later', async () => {
    marea.pipeline.status = 503;
    const { event } = await marea.post('/api/datasets/realtor/train', { reason: 'now' }, 202);
    expect(
      await marea.services
        .sql`select event_id from marea.outbox where sent_at is null and event->>'type' like '%requested'`,
    ).toMatchObject([{ event_id: event }]);
  });

  test('what a reset would take is told before, in numbers, and is none after it', async () => {
    const { services } = marea;
    await promotedBatch(services);
    await letter(services, 'x', 'dev.marea.batch.stored');
    await services.sql`truncate marea.inference_logs`;
    await services.sql`
      insert into marea.inference_logs (dataset, request_id, model_version, input, output, milliseconds, at)
      select name, 'q1', 1, '{}', '{}', 1, now() from unnest(array['realtor', 'diabetes']) as name`;
    const path = '/api/datasets/realtor/reset';
    const numbers = { batches: 1, clean: 6, runs: 2, versions: 1, predictions: 1, deadLetters: 1 };
    expect(await marea.get(path)).toEqual({ dataset: 'realtor', ...numbers, most: 100_000 });
    await marea.post(path, { confirm: 'realtor', reason: 'a test' });
    const none = Object.fromEntries(Object.keys(numbers).map((name) => [name, 0]));
    expect(await marea.get(path)).toEqual({ dataset: 'realtor', ...none, most: 100_000 });
    await marea.get('/api/datasets/nowhere/reset', 404);
  });

  test('reset takes rows, models, runs and objects of that data set, and of no other', async () => {
    const { sql, objects } = marea.services;
    await promotedBatch(marea.services);
    await letter(marea.services, 'd1', 't');
    await letter(marea.services, 'd2', 't', 'diabetes');
    for (const dataset of ['realtor', 'diabetes']) {
      await objects.put({ bucket: 'models', key: `${dataset}/1/model.onnx` }, 'x');
      await sql`insert into ${sql(`${dataset}.rejected`)} (batch, row_number, reason, raw) values ('b', 1, 'r', '{}')`;
    }
    const [experiment] = await sql`select id::text from marea.experiments where name = 'realtor'`;
    const artifact = `${experiment?.id}/r1/artifacts/plot.png`;
    await objects.put({ bucket: 'artifacts', key: artifact }, 'x');
    await objects.put({ bucket: 'artifacts', key: `${experiment?.id}0/r2/artifacts/plot.png` }, 'x');
    expect(await marea.post('/api/datasets/realtor/reset', { confirm: 'realtor', reason: 'a test' })).toEqual(
      {
        dataset: 'realtor',
        reset: true,
      },
    );

    const status = {
      batches: [],
      models: [],
      trainings: [],
      production: null,
      traffic: null,
      stalled: [],
      deadLetters: [],
    };
    expect(await marea.get('/api/status?dataset=realtor')).toEqual({
      dataset: 'realtor',
      ...status,
    });
    expect(await sql`select from realtor.rejected`).toHaveLength(0);
    expect(await sql`select from marea.runs`).toHaveLength(0);
    expect(await objects.list('models', 'realtor/')).toEqual([]);
    expect(await objects.list('artifacts', '')).toEqual([`${experiment?.id}0/r2/artifacts/plot.png`]);

    expect(await sql`select from diabetes.rejected`).toHaveLength(1);
    expect(await objects.list('models', 'diabetes/')).toEqual(['diabetes/1/model.onnx']);
    expect((await marea.get('/api/status?dataset=diabetes')).deadLetters).toHaveLength(1);
  });

  test('after a reset no number of a version is given twice', async () => {
    await promotedBatch(marea.services);
    await marea.post('/api/datasets/realtor/reset', { confirm: 'realtor', reason: 'a test' });
    await marea.post('/api/datasets/realtor/reset', { confirm: 'realtor', reason: 'a test' });
    expect(await marea.services.sql.begin((tx) => nextVersion(tx, 'realtor'))).toBe(2);
  });

  test.each([
    ['/api/datasets/realtor/reset', {}, 422],
    ['/api/datasets/realtor/reset', { confirm: 'realtor' }, 422],
    ['/api/datasets/realtor/reset', { confirm: 'diabetes' }, 422],
    ['/api/datasets/nowhere/reset', { confirm: 'nowhere' }, 404],
    ['/api/datasets/realtor/train', {}, 422],
    ['/api/datasets/realtor/sell', {}, 404],
    ['/api/models/realtor/9/promote', { reason: 'x' }, 404],
    ['/api/models/realtor/x/promote', { reason: 'x' }, 404],
    ['/api/models/realtor/9/promote', {}, 422],
    ['/api/models/realtor/9/promote', { reason: 'x', by: 'traffic' }, 422],
    ['/api/models/realtor/9/promote', { reason: 'x', force: 'yes' }, 422],
    ['/api/batches/realtor/nothing/retract', { reason: 'x' }, 404],
    ['/api/batches/nowhere/b1/retract', { reason: 'x' }, 404],
    ['/api/batches/realtor/b1/retract', {}, 422],
    ['/api/batches/realtor/b1/retract', { reason: 'x', by: 7 }, 422],
    ['/api/dead-letters/x/replay', again, 404],
    ['/api/dead-letters/1/replay', {}, 422],
    ['/api/dead-letters/replay', {}, 422],
    ['/api/dead-letters/x/discard', { reason: 'x' }, 404],
    ['/api/dead-letters/1/discard', {}, 422],
    ['/api/dead-letters/discard', { reason: 'x' }, 422],
    ['/api/dead-letters/discard', { all: true }, 422],
    ['/api/dead-letters/discard', { all: true, type: 't', reason: 'x' }, 422],
    ['/api/dead-letters/discard', { dataset: 7, reason: 'x' }, 422],
  ])('%s with %j is refused with %i', async (path, body, status) => {
    await marea.post(path, body, status);
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
        origin: 'http://localhost:8080',
        'sec-fetch-site': 'same-origin',
      },
      202,
    ],
  ])('%s', async (_, headers, status) => {
    expect((await marea.handle(train(headers))).status).toBe(status);
  });
});
