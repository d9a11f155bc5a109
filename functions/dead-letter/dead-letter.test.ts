import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MareaFunction } from '../../shared/runtime/function.ts';
import { eventRequest, httpRequest } from '../../tests/http-request.ts';
import { type Services, startServices } from '../../tests/services.ts';

let services: Services;
let deadLetter: MareaFunction;

beforeAll(async () => {
  services = await startServices();
  Object.assign(process.env, services.environment);
  await import('./index.ts');
  const { functionNamed } = await import('../../shared/runtime/function.ts');
  deadLetter = functionNamed('dead-letter');
});
afterAll(async () => {
  await (await import('../../shared/runtime/resources.ts')).closeResources();
  await services.stop();
});

const failed = (id: string, extra: Record<string, string> = {}) =>
  eventRequest(
    {
      id,
      source: '/marea/ingest',
      type: 'dev.marea.batch.stored',
      dataset: 'realtor',
      subject: 'b1',
      knativeerrordest: 'http://clean',
      knativeerrorcode: '500',
      knativeerrordata: Buffer.from('{"error":"no space left"}').toString('base64'),
      ...extra,
    },
    { batch: 'b1', received: 3 },
  );
const letters = () => services.sql`select * from marea.dead_letters where event_id = 'once'`;

test('what comes again after a replay waits again, as one letter', async () => {
  const { sql } = services;
  await sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage, received)
    values ('realtor', 'b1', 's', 'e', 'source', 'stored', 3)`;
  expect(await deadLetter.handle(failed('once'))).toEqual({ status: 204 });
  expect(await letters()).toMatchObject([
    { code: 500, error: 'no space left', deliveries: 1, subject: 'b1' },
  ]);
  await sql`update marea.dead_letters set replayed_at = now()`;
  await deadLetter.handle(failed('once'));
  expect(await letters()).toMatchObject([{ deliveries: 2, replayed_at: null }]);
  const [batch] = await sql`select reason, ended_at from marea.batches where id = 'b1'`;
  expect(batch?.reason).toContain('no space left');
  expect(batch?.ended_at).toBeNull();
});

const bodyOf = async (id: string) => {
  const [row] = await services.sql<{ event: { data: unknown }; body: Buffer | null }[]>`
    select event, body from marea.dead_letters where event_id = ${id}`;
  return row;
};
const binary = (id: string, body: string | Buffer, type = 'application/json') =>
  httpRequest('POST', '/', {
    headers: { 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': 's', 'ce-type': 't', 'content-type': type },
    body,
  });

test.each<[string, string | Buffer, unknown]>([
  ['half a character', '{"a":"\\ud800","\\udc00":"\\ud83d\\ude00"}', { a: '\ufffd', '\ufffd': '😀' }],
  ['a zero', '{"a":"x\\u0000y"}', { a: 'x\ufffdy' }],
  ['bytes that are no text', Buffer.from('{"a":"\xff"}', 'latin1'), { a: '\ufffd' }],
  ['nesting without an end', '['.repeat(50_000), '['.repeat(50_000)],
  [
    'nesting that is deep',
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
  ],
])('%s is kept, with its bytes where the event does not tell them', async (id, body, told) => {
  expect((await deadLetter.handle(binary(id, body))).status).toBe(204);
  const kept = await bodyOf(id);
  expect(kept?.event.data).toEqual(told);
  const isWhole = typeof told === 'string';
  expect(kept?.body).toEqual(isWhole ? null : Buffer.from(body));
});

test('an event that is told by its fields alone is not kept twice', async () => {
  await deadLetter.handle(binary('plain', '{"city":"Zürich 🌊"}'));
  expect(await bodyOf('plain')).toMatchObject({ event: { data: { city: 'Zürich 🌊' } }, body: null });
});

test('names of any length are kept, and told apart', async () => {
  const named = (end: string) => {
    const long = randomBytes(3000).toString('hex') + end;
    const event = {
      specversion: '1.0',
      id: `${'i'.repeat(9000)}${end}`,
      source: long,
      type: long,
      subject: long,
    };
    return httpRequest('POST', '/', {
      headers: { 'content-type': 'application/cloudevents+json', 'ce-knativeerrordest': 'd'.repeat(5000) },
      body: JSON.stringify({ ...event, dataset: long, data: { end } }),
    });
  };
  for (const end of ['1', '2']) expect((await deadLetter.handle(named(end))).status).toBe(204);
  const kept = await services.sql`
    select event->'data'->>'end' as "end" from marea.dead_letters where event_id like 'iii%' order by 1`;
  expect(kept.map(({ end }) => end)).toEqual(['1', '2']);
});

test('texts that Postgres cannot keep do not keep an event out', async () => {
  const odd = eventRequest(
    { id: 'odd', source: 's', type: 't' },
    { text: 'a\u0000b', more: "'; drop table x; --<b>" },
  );
  expect((await deadLetter.handle(odd)).status).toBe(204);
  const [letter] = await services.sql`select event from marea.dead_letters where event_id = 'odd'`;
  expect(letter?.event.data).toEqual({
    text: 'a\uFFFDb',
    more: "'; drop table x; --<b>",
  });
});
