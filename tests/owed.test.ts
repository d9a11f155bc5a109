/** What a broker in memory lost goes on without the clock: the pod that sent it tells of it when it ends. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, startTestPlatform, type TestPlatform } from './platform.ts';
import { tinyBatch } from './tiny.ts';

let platform: TestPlatform;
const seen: string[] = [];

beforeAll(async () => {
  const never = { op: 'replace', path: '/spec/schedule', value: '0 0 1 1 *' } as const;
  platform = await startTestPlatform({
    overrides: [{ target: { kind: 'PingSource' }, operations: [never] }],
    env: { RECONCILE_AFTER_SECONDS: '5' },
  });
  platform.observe((observation) => {
    if (observation.kind === 'delivery') seen.push(observation.trigger);
  });
});
afterAll(() => platform.stop());

test('an event that was lost on its way is sent again, and its batch comes to its end, with no tick of a PingSource', async () => {
  const { sql } = platform;
  // The stage that commits it finds it sent; no broker has it.
  await sql.unsafe(`
    create function lose() returns trigger language plpgsql as $$
    begin
      new.sent_at := now();
      new.attempts := 1;
      return new;
    end $$;
    create trigger lose before insert on marea.outbox
      for each row when (new.event->>'type' = 'dev.marea.batch.stored') execute function lose()`);
  const batch = tinyBatch({ rows: 500, seed: 5 });
  expect(await platform.post('lost', batch.csv)).toBe(202);
  await eventually(async () => (await platform.batch('lost'))?.stage === 'stored', 'the rows');
  await sql.unsafe('drop function lose() cascade');
  const report = await platform.ended('lost', { timeoutMs: 120_000 });
  expect(report).toMatchObject({ received: batch.received, clean: batch.clean });
  const [event] =
    await sql`select attempts from marea.outbox where event->>'type' = 'dev.marea.batch.stored'`;
  expect(event?.attempts).toBe(2);
  await eventually(() => seen.includes('reconcile'), 'the end of its watch');
  expect(seen.filter((trigger) => trigger.startsWith('ping'))).toEqual([]);
  // What it was woken for is over: it goes as the others do.
  await eventually(() => platform.pods('reconcile').length === 0, 'reconcile at zero');
});
