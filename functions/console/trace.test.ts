/** The story of a batch, from the tables as the stages leave them. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { letter, promotedBatch, startConsole, type TestConsole } from '../../tests/console.ts';

let marea: TestConsole;
beforeAll(async () => {
  marea = await startConsole();
});
afterAll(() => marea.stop());
beforeEach(() => marea.clear());

const at = (second: number): string => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`;

/** What a stage leaves that took an event, and sent others. */
async function taken(
  stage: string,
  event: { readonly id: string; readonly type: string; readonly sentBy?: string; readonly data?: object },
  [from, to]: readonly [number, number | null],
): Promise<void> {
  const { sql } = marea.services;
  const source = event.sentBy ? `/marea/${event.sentBy}` : 's';
  await sql`
    insert into marea.stages (stage, source, event_id, type, dataset, subject, status, started_at, ended_at)
    values (${stage}, ${source}, ${event.id}, ${`dev.marea.${event.type}`}, 'realtor', 'b1',
            ${to === null ? 'running' : 'done'}, ${at(from)}, ${to === null ? null : at(to)})
    on conflict (stage, source, event_id) do update set started_at = excluded.started_at, ended_at = excluded.ended_at`;
}

/** What a stage owes because of another event. */
async function sent(
  stage: string,
  cause: readonly [source: string, id: string],
  id: string,
  type: string,
  data: object = {},
): Promise<void> {
  const { sql } = marea.services;
  const event = { type: `dev.marea.${type}`, data };
  await sql`
    insert into marea.outbox (source, event_id, cause_source, cause_id, stage, event, sent_at)
    values (${`/marea/${stage}`}, ${id}, ${cause[0]}, ${cause[1]}, ${stage}, ${sql.json(event as never)}, now())`;
}

test('each event is a step, with what caused it and what it caused, in the order of time', async () => {
  await promotedBatch(marea.services);
  const { sql } = marea.services;
  await sql`
    update marea.batches set traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'`;
  await taken('ingest', { id: 'e', type: 'batch.received' }, [0, 1]);
  await sent('ingest', ['s', 'e'], 'e2', 'batch.stored');
  await taken('clean', { id: 'e2', type: 'batch.stored', sentBy: 'ingest' }, [2, 4]);
  await sent('train', ['/marea/drift', 'e4'], 't0', 'trial.requested', { run: 'r1', trial: 0 });
  await taken('trial', { id: 't0', type: 'trial.requested', sentBy: 'train' }, [5, null]);

  const story = await marea.get('/api/batches/realtor/b1/trace');
  expect(story).toMatchObject({
    dataset: 'realtor',
    id: 'b1',
    trace: '4bf92f3577b34da6a3ce929d0e0e4736',
    outcome: 'promoted',
    reason: 'better',
    rows: { received: 10, clean: 6, rejected: 3, duplicate: 1 },
    drift: { drifted: true, train: true, reason: 'four of seven columns' },
    trials: [{ trial: 0, round: 0, family: 'tree', status: 'finished', score: null, error: null }],
    history: [{ event: 'promoted', version: 1, reason: 'better' }],
    deadLetters: [],
  });
  const batchStored = { type: 'dev.marea.batch.stored', events: 1, waiting: 0 };
  expect(story.steps).toEqual([
    expect.objectContaining({ stage: 'ingest', event: 'e', cause: null, trial: null, sent: [batchStored] }),
    expect.objectContaining({
      stage: 'clean',
      event: 'e2',
      cause: 'e',
      startedAt: at(2),
      endedAt: at(4),
      sent: [],
    }),
    expect.objectContaining({ stage: 'trial', cause: 'e4', trial: 0, status: 'running', endedAt: null }),
  ]);
});

test('a batch whose producer gave it no name is found with the event that brought it', async () => {
  await promotedBatch(marea.services);
  await marea.services.sql`update marea.stages set subject = null where stage = 'ingest'`;
  const { steps } = await marea.get('/api/batches/realtor/b1/trace');
  expect(steps).toEqual([expect.objectContaining({ stage: 'ingest', event: 'e' })]);
});

test('what a rollout did is told, what another one did later with the same version is not', async () => {
  await promotedBatch(marea.services);
  await taken('rollout', { id: 'e9', type: 'model.approved', sentBy: 'promote' }, [20, 30]);
  for (const [event, when] of [
    ['traffic moved', at(25)],
    ['promoted', at(30)],
    ['rolled back', '2026-01-02T00:00:00Z'],
  ])
    await marea.services.sql`
      insert into marea.model_history (name, version, event, reason, at)
      values ('realtor', 1, ${event as string}, 'x', ${when as string})`;
  const { history } = (await marea.get('/api/batches/realtor/b1/trace')) as unknown as {
    history: { event: string }[];
  };
  expect(history.map(({ event }) => event)).toEqual(['traffic moved', 'promoted', 'promoted']);
});

test('a batch that was never begun has its dead letter, one that never was has nothing', async () => {
  const id = await letter(marea.services, 'd1', 'dev.marea.batch.received');
  expect(await marea.get('/api/batches/realtor/b1/trace')).toMatchObject({
    trace: null,
    startedAt: null,
    rows: null,
    steps: [],
    deadLetters: [{ id, error: 'no space left' }],
  });
  await marea.get('/api/batches/realtor/other/trace', 404);
  await marea.get('/api/batches/moon/b1/trace', 404);
});

test('an event that is passed on brings its own trace, else that of the request', async () => {
  const post = async (headers: Record<string, string>) => {
    const { httpRequest } = await import('../../tests/http-request.ts');
    const type = 'dev.marea.batch.received';
    const event = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/p', 'ce-type': type };
    await marea.handle(
      httpRequest('POST', '/ingest', {
        headers: { 'content-type': 'application/json', 'ce-dataset': 'realtor', ...event, ...headers },
        body: '{"rows": [{"price": 1}]}',
      }),
    );
    return marea.ingest.events.at(-1)?.traceparent;
  };
  const own = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const other = '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01';
  expect(await post({ 'ce-traceparent': own, traceparent: other })).toBe(own);
  expect(await post({ traceparent: other })).toBe(other);
  expect(await post({})).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  expect(await post({ traceparent: 'garbage' })).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
});
