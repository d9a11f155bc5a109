import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { unmatchedFeedback } from '../../shared/tracking/inference-log.ts';
import { eventRequest } from '../../tests/http-request.ts';
import type { Services } from '../../tests/services.ts';
import type { TestSink } from '../../tests/sink.ts';
import { startStage, type TestStage } from '../../tests/stage.ts';
import { recordPredictions } from './predictions.ts';

let services: Services;
let sink: TestSink;
let record: TestStage;

beforeAll(async () => {
  record = await startStage('record', () => import('./index.ts'));
  ({ services, sink } = record);
});
afterAll(() => record.stop());
beforeEach(async () => {
  sink.events.length = 0;
  await services.sql`truncate marea.inference_logs, marea.feedback`;
});

let number = 0;
const logged = (data: unknown, id = `log-${number++}`, dataset = 'realtor') =>
  record.handle(
    eventRequest({ id, source: '/marea/predict', type: 'dev.marea.inference.logged', dataset }, data),
  );
const prediction = (requestId: string, price = 1) => ({
  requestId,
  at: '2026-01-02T03:04:05.678Z',
  modelVersion: 7,
  input: { state: 'O\'Hare <b>"; drop table x' },
  output: { price },
  milliseconds: 0.5,
});
const word = (requestId: string, actual: unknown, second: number) => ({
  requestId,
  actual,
  at: `2026-01-02T03:05:0${second}Z`,
});
const rows = () => services.sql`select * from marea.inference_logs order by dataset, request_id`;

describe('record', () => {
  it('writes what was asked and answered, once, however often it is told', async () => {
    const data = { predictions: [prediction('a'), prediction('b')] };
    const answers = await Promise.all([logged(data, 'same'), logged(data, 'same'), logged(data, 'other')]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect(await rows()).toMatchObject([
      {
        dataset: 'realtor',
        request_id: 'a',
        model_version: 7,
        input: prediction('a').input,
        output: { price: 1 },
      },
      { request_id: 'b', milliseconds: 0.5, actual: null },
    ]);
  });

  it('what turned out to be true finds its prediction, whichever comes first', async () => {
    await logged({ predictions: [prediction('a')] });
    await logged({
      predictions: [],
      feedback: [word('a', 250_000, 1), word('b', 'NO', 1)],
    });
    await logged({ predictions: [prediction('b')] });
    expect(await rows()).toMatchObject([{ actual: 250_000 }, { actual: 'NO' }]);
    expect((await rows())[0]?.actual_at).toEqual(new Date('2026-01-02T03:05:01Z'));
  });

  it('what is told while its prediction is being written finds it, too', async () => {
    const { sql } = services;
    const told = await sql.begin(async (tx) => {
      // As the stage takes its turn.
      await tx`select pg_advisory_xact_lock_shared(hashtextextended(${'record\nrealtor'}, 0))`;
      await recordPredictions(tx, 'realtor', [prediction('a')]);
      const handling = logged({ predictions: [], feedback: [word('a', 7, 1)] });
      await expect
        .poll(async () => (await sql`select from pg_locks where locktype = 'advisory' and not granted`).count)
        .toBe(1);
      return { handling };
    });
    expect((await told.handling).status).toBe(204);
    expect(await rows()).toMatchObject([{ actual: 7 }]);
  });

  it('keeps who asked, and that a key was used; within a minute once', async () => {
    const { sql } = services;
    await sql`
      insert into marea.keys (id, name, hash, roles, created_by, last_used_at) values
        ('used', 'ci', '', '{caller}', 'test', null), ('lately', 'ci', '', '{caller}', 'test', now() - interval '30 s'),
        ('before', 'ci', '', '{caller}', 'test', now() - interval '90 s'), ('never', 'ci', '', '{caller}', 'test', null)`;
    const by = (principal: string) => ({ ...prediction(principal), principal });
    await logged({
      predictions: [by('key:used'), by('key:lately'), by('key:before'), by('user:never'), prediction('open')],
    });
    expect((await rows()).map(({ principal }) => principal)).toEqual([
      'key:before',
      'key:lately',
      'key:used',
      null,
      'user:never',
    ]);
    const used = await sql<{ id: string; seconds: number | null }[]>`
      select id, extract(epoch from now() - last_used_at)::float8 as seconds from marea.keys order by id`;
    const ago = Object.fromEntries(used.map(({ id, seconds }) => [id, seconds]));
    expect(ago).toEqual({
      before: expect.any(Number),
      lately: expect.any(Number),
      never: null,
      used: expect.any(Number),
    });
    expect(ago.before).toBeLessThan(ago.lately ?? 0);
  });

  it('of two predictions with one id the first is kept', async () => {
    await logged({ predictions: [prediction('a', 1)] });
    await logged({ predictions: [prediction('a', 2)] });
    expect(await rows()).toMatchObject([{ output: { price: 1 } }]);
  });

  it('what is told of a prediction that never comes is counted, until it comes', async () => {
    const unmatched = () => unmatchedFeedback(services.sql, 0);
    await logged({ predictions: [prediction('a')], feedback: [word('a', 1, 1), word('b', 2, 1)] });
    expect(await unmatched()).toEqual([{ dataset: 'realtor', words: 1 }]);
    expect(await unmatchedFeedback(services.sql, 2 ** 30)).toEqual([]);
    await logged({ predictions: [prediction('b')] });
    expect(await unmatched()).toEqual([]);
  });

  it('the newest word counts, also when it comes first', async () => {
    await logged({
      predictions: [prediction('a')],
      feedback: [word('a', 1, 1), word('a', 3, 3), word('a', 2, 2)],
    });
    await logged({ predictions: [], feedback: [word('a', 2, 2)] });
    expect(await rows()).toMatchObject([{ actual: 3 }]);
  });

  it('data sets do not mix', async () => {
    await logged({ predictions: [prediction('a')] });
    await logged({ predictions: [prediction('a', 2)], feedback: [word('a', 9, 1)] }, 'd', 'diabetes');
    expect(await rows()).toMatchObject([
      { dataset: 'diabetes', actual: 9 },
      { dataset: 'realtor', actual: null },
    ]);
  });

  it('takes an event of 500', async () => {
    const predictions = Array.from({ length: 500 }, (_, i) => prediction(`r${i}`));
    expect((await logged({ predictions })).status).toBe(204);
    expect(await rows()).toHaveLength(500);
  });

  it('half a character and a zero in a text are replaced, and everything else is as it was', async () => {
    const odd = { ...prediction('odd'), input: { city: 'a\ud800b\u0000', '\udc00': 1 } };
    const word = { requestId: 'told', at: '2026-01-02T03:05:00Z', actual: 'N\u0000O' };
    const predictions = [prediction('a'), odd, prediction('told')];
    expect((await logged({ predictions, feedback: [word] })).status).toBe(204);
    expect(await rows()).toMatchObject([
      { request_id: 'a', input: prediction('a').input },
      { request_id: 'odd', input: { city: 'a\ufffdb\ufffd', '\ufffd': 1 } },
      { request_id: 'told', actual: 'N\ufffdO' },
    ]);
    expect(sink.events).toEqual([]);
  });

  const times = { ...prediction('bad-time'), at: 'yesterday at noon' };
  const number = { ...prediction('bad-number'), modelVersion: 2 ** 40 };
  const lateWord = { requestId: 'a', actual: 1, at: 'never' };

  it('an entry that cannot be kept goes its own way, and the others are kept', async () => {
    const told = { requestId: 'b', actual: 250_000, at: '2026-01-02T03:05:00Z' };
    const predictions = [prediction('a'), times, prediction('b'), number];
    const data = { predictions, feedback: [lateWord, told] };
    for (const _ of ['once', 'again']) expect((await logged(data, 'mixed')).status).toBe(204);
    expect(await rows()).toMatchObject([
      { request_id: 'a', actual: null },
      { request_id: 'b', actual: 250_000 },
    ]);
    expect(sink.events.map(({ data }) => data)).toEqual([
      { predictions: [times], feedback: [] },
      { predictions: [number], feedback: [] },
      { predictions: [], feedback: [lateWord] },
    ]);
    expect(new Set(sink.events.map(({ id }) => id)).size).toBe(3);
  });

  it.each([
    ['prediction', { predictions: [times], feedback: [] }],
    ['word', { predictions: [], feedback: [lateWord] }],
  ])('alone, such a %s is refused for good, with the reason: it is for dead letters', async (_, data) => {
    const { status, body } = await logged(data);
    expect([status, JSON.parse(String(body)).error]).toEqual([
      422,
      'the entry cannot be kept: a time is none',
    ]);
    expect(await rows()).toEqual([]);
  });

  it('what is no log is refused for good', async () => {
    expect((await logged({ predictions: [{ requestId: 'a' }] })).status).toBe(422);
  });
});
