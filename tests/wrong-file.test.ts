/**
 * The story of a wrong file: rents times 1,000, trained on and in production; it is taken back while the function that
 * does so is killed again and again; a model without it comes into production; the right file is new, and is judged as
 * any other.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RetractionRequest } from '../shared/api/changes.ts';
import type { Status } from '../shared/api/status.ts';
import type { AskedTraining } from '../shared/api/trainings.ts';
import { seeded } from '../shared/ml/random.ts';
import { predictions } from './answers.ts';
import { eventually, startTestPlatform, type TestPlatform } from './platform.ts';
import { oneTruth } from './production.ts';
import { tinyBatch } from './tiny.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({ env: { SEARCH_TRIALS: '2' } });
});
afterAll(() => platform?.stop());

const good = tinyBatch({ rows: 600, seed: 51 });
/** Most of all rows: a model of both is good enough, as it is measured by the wrong ones, too. */
const right = tinyBatch({ rows: 9000, seed: 52, first: 20_000 });

/** The last column of each line times 1,000. */
const wrong = right.csv.replace(/,(\d+)$/gm, (_, rent) => `,${Number(rent) * 1000}`);

/** 60 square metres by the harbour: at 18 a square metre, give or take 15 %. */
const flat = { flat: '77', size: 60, rooms: 3, district: 'harbour' };
const price = async (): Promise<number> => (await predictions(platform, [flat]))[0] ?? Number.NaN;

const cleanRows = async (batch: string): Promise<number> => {
  const [row] = await platform.sql`select count(*)::int as rows from tiny.clean_data where batch = ${batch}`;
  return row?.rows;
};

test('a good model, then a wrong file: it is trained on, and what it says is wrong', async () => {
  await platform.post('good', good.csv);
  expect((await platform.ended('good')).outcome).toBe('promoted');
  expect(await platform.post('wrong', wrong)).toBe(202);
  const { outcome, reason } = await platform.ended('wrong');
  expect(outcome, reason ?? '').toBe('promoted');
  await oneTruth(platform, 'tiny', 2);
  expect(await price()).toBeGreaterThan(2000);
}, 180_000);

test('it is taken back, though clean is killed again and again: once, and who has learned from it is told', async () => {
  const before = await platform.batch('wrong');
  const { body, status } = await platform.send('POST', '/api/batches/tiny/wrong/retract', {
    reason: 'rents in thousandths',
    by: 'Ann',
  });
  expect(status).toBe(202);
  await killing('clean', 5);
  const batch = await eventually(async () => {
    const found = await platform.batch('wrong');
    return found?.retraction ? found : undefined;
  }, 'the retraction');
  expect(batch).toMatchObject({
    outcome: 'promoted',
    received: before?.received,
    clean: 9000,
    retractedBecause: 'rents in thousandths',
    retractedBy: 'Ann',
    retraction: {
      rows: 9000,
      restored: {},
      learned: [{ version: 2, stands: 'in production', rows: 9000 }],
      run: expect.any(String),
    },
  });
  expect(await cleanRows('wrong')).toBe(0);
  expect(await cleanRows('good')).toBe(good.clean);
  const { event } = body as RetractionRequest;
  const done =
    await platform.sql`select status from marea.stages where event_id = ${event} and stage = 'clean'`;
  expect(done).toEqual([{ status: 'done' }]);
  const asked = await platform.sql`
    select from marea.outbox where event->>'type' = 'dev.marea.training.requested'`;
  expect(asked).toHaveLength(1);
}, 120_000);

test('a model without it comes into production, and is right again', async () => {
  const { retraction } = (await platform.batch('wrong')) ?? {};
  const training = await eventually(
    async () => {
      const found = await platform.get<AskedTraining>(`/api/trainings/tiny/${retraction?.run}`);
      return found.endedAt ? found : undefined;
    },
    'the end of the training that was asked for',
    120_000,
  );
  expect(training).toMatchObject({
    outcome: 'promoted',
    asked: { reason: 'batch "wrong" was taken back: rents in thousandths' },
  });
  const { trainings } = await platform.get<Status>('/api/status?dataset=tiny');
  expect(trainings).toMatchObject([{ run: retraction?.run, outcome: 'promoted' }]);
  await oneTruth(platform, 'tiny', 3);
  expect(await price()).toBeGreaterThan(800);
  expect(await price()).toBeLessThan(1350);
}, 180_000);

test('the right file is new, and judged as any other', async () => {
  expect(await platform.post('right', right.csv)).toBe(202);
  const { csv: _, ...counts } = right;
  const { drift, ...batch } = await platform.ended('right');
  expect(batch).toMatchObject(counts);
  // The same kind of flats at the same rents: the rows of the wrong file are held against nothing any more.
  expect(drift).toMatchObject({ drifted: false, targetDrifted: false });
  expect(await platform.sql`select type, error from marea.dead_letters`).toEqual([]);
  const again = await platform.send('POST', '/api/batches/tiny/wrong/retract', { reason: 'twice' });
  expect(again).toMatchObject({
    status: 200,
    body: { event: null, retracted: { because: 'rents in thousandths' } },
  });
}, 120_000);

/** Ends pods of a function that are there, at random moments of their work. */
async function killing(service: string, times: number): Promise<void> {
  const random = seeded('killing', 1);
  for (let killed = 0; killed < times; killed++) {
    const pid = await eventually(() => platform.pods(service).find((pod) => pod.pid)?.pid, 'a pod');
    await sleep(1500 * random());
    if (platform.pods(service).some((pod) => pod.pid === pid)) process.kill(pid, 'SIGKILL');
    const [done] =
      await platform.sql`select from marea.batches where id = 'wrong' and retraction is not null`;
    if (done) return;
  }
}
