import { afterEach, expect, test } from 'vitest';
import { broker, config, service, trigger } from '../../../tests/beds/manifests.ts';
import { call, send, type Testbed, testbed, until } from '../../../tests/beds/platform.ts';

let bed: Testbed;
afterEach(() => bed.stop());

const stages = [
  config,
  service('stage'),
  service('graveyard'),
  broker('ingest', { deadLetters: 'graveyard' }),
  broker('pipeline', { async: true, deadLetters: 'graveyard' }),
  trigger('in', 'ingest', 'raw', 'stage'),
  trigger('stage', 'pipeline', 'work', 'stage'),
];

const revisionOf = ({ headers }: { headers: Record<string, unknown> }) => String(headers['x-revision']);

test('an event reaches the subscriber of the trigger that takes it, and no other', async () => {
  bed = await testbed(stages);
  expect((await send(bed, '/marea/pipeline', 'other')).status).toBe(202);
  expect(
    (
      await send(bed, '/marea/pipeline', 'work', '{"a":1}', {
        'ce-dataset': 'realtor',
      })
    ).status,
  ).toBe(202);
  await until(() => bed.delivered.length > 0 && bed.platform.pending() === 0);
  expect(bed.delivered).toHaveLength(1);
  expect(bed.delivered[0]).toMatchObject({
    body: '{"a":1}',
    headers: { 'ce-type': 'work', 'ce-dataset': 'realtor' },
  });
});

test('a structured event arrives in binary mode, with its data as it was', async () => {
  bed = await testbed(stages);
  const event = {
    specversion: '1.0',
    id: '1',
    source: 'a b'.replace(' ', '/'),
    type: 'raw',
    subject: 'Córdoba 5%',
    data: { rows: [1] },
  };
  const answer = await call(`${bed.platform.url}/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  });
  expect(answer.status).toBe(202);
  expect(bed.delivered[0]).toMatchObject({
    body: '{"rows":[1]}',
    headers: {
      'ce-id': '1',
      'ce-subject': 'C%C3%B3rdoba%205%25',
      'content-type': 'application/json',
    },
  });
});

test('an attribute goes on as it is written in a header, whatever text it is', async () => {
  bed = await testbed(stages);
  // 北京 ü, as the HTTP binding encodes it.
  const subject = '%E5%8C%97%E4%BA%AC%20%C3%BC';
  await send(bed, '/ingest', 'raw', '{}', { 'ce-subject': subject, 'ce-source': '/my%20source' });
  expect(bed.delivered[0]?.headers).toMatchObject({ 'ce-subject': subject, 'ce-source': '/my%20source' });
});

test('the ingest broker answers when the subscriber has, the pipeline broker at once', async () => {
  bed = await testbed(stages);
  bed.answer = () => ({ status: 204, afterMs: 400 });
  await send(bed, '/marea/pipeline', 'work');
  const start = performance.now();
  await send(bed, '/marea/pipeline', 'work');
  expect(performance.now() - start).toBeLessThan(200);
  await send(bed, '/ingest', 'raw');
  expect(performance.now() - start).toBeGreaterThan(400);
});

test('an answer that may get better is tried again until it does', async () => {
  bed = await testbed(stages);
  const answers = [500, 503, 429, 204];
  bed.answer = () => ({ status: answers.shift() ?? 204 });
  expect((await send(bed, '/ingest', 'raw')).status).toBe(202);
  expect(bed.delivered.map(({ headers }) => headers['ce-id'])).toHaveLength(4);
  expect(bed.delivered.every((event) => revisionOf(event) === 'stage-00001')).toBe(true);
});

test('a refusal for good goes straight to dead letters, with what was said', async () => {
  bed = await testbed(stages);
  bed.answer = (event) =>
    revisionOf(event).startsWith('stage') ? { status: 422, body: 'no such column' } : { status: 204 };
  expect((await send(bed, '/ingest', 'raw', '{"x":1}')).status).toBe(202);
  expect(bed.delivered.map(revisionOf)).toEqual(['stage-00001', 'graveyard-00001']);
  expect(bed.delivered[1]).toMatchObject({
    body: '{"x":1}',
    headers: {
      'ce-knativeerrorcode': '422',
      'ce-knativeerrordest': 'http://stage.marea.svc.cluster.local',
      'ce-knativeerrordata': Buffer.from('no such column').toString('base64'),
    },
  });
});

test('a failure that stays becomes a dead letter when the retries are over; without a place for it the sender is told', async () => {
  bed = await testbed(stages);
  bed.answer = () => ({ status: 500 });
  expect((await send(bed, '/ingest', 'raw')).status).toBe(500);
  expect(bed.delivered.map(revisionOf).filter((name) => name === 'stage-00001')).toHaveLength(4);
  expect(bed.delivered.map(revisionOf).filter((name) => name === 'graveyard-00001')).toHaveLength(4);
});

test('a body that is no CloudEvent is a bad gateway and is tried again', async () => {
  bed = await testbed(stages);
  const bodies = ['OK', ''];
  bed.answer = () => ({ status: 200, body: bodies.shift() ?? '' });
  expect((await send(bed, '/ingest', 'raw')).status).toBe(202);
  expect(bed.delivered).toHaveLength(2);
});

test('an event in the answer goes back to the broker', async () => {
  bed = await testbed([...stages, trigger('second', 'ingest', 'next', 'graveyard')]);
  const reply = {
    'ce-specversion': '1.0',
    'ce-id': 'r',
    'ce-source': 's',
    'ce-type': 'next',
    'content-type': 'text/plain',
  };
  bed.answer = ({ headers }) =>
    headers['ce-type'] === 'raw' ? { status: 200, headers: reply, body: 'x' } : { status: 204 };
  expect((await send(bed, '/ingest', 'raw')).status).toBe(202);
  expect(bed.delivered[1]).toMatchObject({
    body: 'x',
    headers: { 'ce-type': 'next', 'x-revision': 'graveyard-00001' },
  });
});

test('an event at a pod that is killed is delivered again, to another pod', async () => {
  bed = await testbed(stages);
  bed.answer = () => {
    if (bed.delivered.length === 1) process.kill(bed.platform.pods('stage')[0]?.pid ?? 0, 'SIGKILL');
    return { status: 204, afterMs: bed.delivered.length === 1 ? 5000 : 0 };
  };
  expect((await send(bed, '/ingest', 'raw')).status).toBe(202);
  expect(bed.delivered).toHaveLength(2);
  expect(
    bed.observations.filter(({ kind }) => kind === 'delivery').map((o) => 'status' in o && o.status),
  ).toEqual([-1, 204]);
});

test('what is no CloudEvent is refused with the reason, what is too large with a way out', async () => {
  bed = await testbed(stages);
  const post = (headers: Record<string, string>, body: string | Buffer = '') =>
    call(`${bed.platform.url}/ingest`, { method: 'POST', headers, body });
  expect(await post({ 'content-type': 'application/json' }, '{}')).toMatchObject({
    status: 400,
    body: expect.stringContaining('ce-specversion'),
  });
  expect(
    await post(
      { 'content-type': 'application/cloudevents+json' },
      '{"specversion":"1.0","type":"raw","source":"s"}',
    ),
  ).toMatchObject({
    status: 400,
    body: expect.stringContaining('id is missing'),
  });
  expect((await post({ 'content-type': 'application/cloudevents+json' }, '{"spec')).body).toContain(
    'one JSON object',
  );
  expect((await send(bed, '/ingest', 'raw', '{}', { 'ce-specversion': '0.3' })).body).toContain(
    'expected \\"1.0\\"',
  );
  const large = await send(bed, '/ingest', 'raw', Buffer.alloc(20 * 1024 * 1024, ' '));
  expect(large).toMatchObject({
    status: 413,
    body: expect.stringContaining('dataref'),
  });
  expect(bed.delivered).toEqual([]);
});

test('64 events for pods of one at a time are each delivered once', async () => {
  const fits = service('fits', {
    concurrency: 1,
    annotations: { 'max-scale': '2' },
  });
  bed = await testbed([...stages, fits, trigger('fits', 'pipeline', 'fit', 'fits')]);
  bed.answer = () => ({ status: 204, afterMs: 5 });
  await Promise.all(Array.from({ length: 64 }, () => send(bed, '/marea/pipeline', 'fit')));
  await until(() => bed.platform.pending() === 0);
  expect(new Set(bed.delivered.map(({ headers }) => headers['ce-id'])).size).toBe(64);
  expect(bed.delivered).toHaveLength(64);
});

test('a PingSource sends its data at each tick', async () => {
  bed = await testbed([
    ...stages,
    {
      apiVersion: 'sources.knative.dev/v1',
      kind: 'PingSource',
      metadata: { name: 'clock' },
      spec: {
        schedule: '* * * * * *',
        contentType: 'application/json',
        data: '{"go":true}',
        ceOverrides: { extensions: { dataset: 'realtor' } },
        sink: {
          ref: {
            apiVersion: 'serving.knative.dev/v1',
            kind: 'Service',
            name: 'stage',
          },
        },
      },
    },
  ]);
  const [tick] = await until(() => bed.delivered.length > 0 && bed.delivered);
  expect(tick).toMatchObject({
    body: '{"go":true}',
    headers: { 'ce-type': 'dev.knative.sources.ping', 'ce-dataset': 'realtor' },
  });
});

test('pods killed at random lose no event', { timeout: 60_000 }, async () => {
  const fits = service('fits', { concurrency: 2, annotations: { 'max-scale': '3' } });
  bed = await testbed(
    [...stages, fits, broker('work', { async: true, retry: 20 }), trigger('fits', 'work', 'fit', 'fits')],
    { machineScale: 3 },
  );
  const done = new Set<unknown>();
  bed.answer = ({ headers }) => {
    done.add(headers['ce-id']);
    return { status: 204, afterMs: 20 };
  };
  await Promise.all(Array.from({ length: 60 }, () => send(bed, '/marea/work', 'fit')));
  for (let kills = 0; kills < 8 && bed.platform.pending() > 0; kills++) {
    const pods = await until(() => {
      const ready = bed.platform.pods('fits').filter(({ state }) => state === 'ready');
      return (ready.length > 0 || bed.platform.pending() === 0) && ready;
    });
    const victim = pods[kills % Math.max(1, pods.length)];
    if (victim) process.kill(victim.pid, 'SIGKILL');
  }
  await until(() => bed.platform.pending() === 0, 30_000);
  expect(done.size).toBe(60);
  expect(bed.observations.filter(({ kind }) => kind === 'dead-letter' || kind === 'lost')).toEqual([]);
});
