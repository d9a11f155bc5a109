import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MareaFunction } from '../../shared/runtime/function.ts';
import { eventRequest } from '../../tests/http-request.ts';
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
