/** A data set is reset while its chain is at work, at any point of it: nothing of the old comes to a bad end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeded } from '../shared/ml/random.ts';
import { eventually, postEvent, startTestPlatform, type TestPlatform } from './platform.ts';
import { tinyBatch } from './tiny.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({ env: { SEARCH_TRIALS: '2' } });
});
afterAll(() => platform?.stop());

const RESETS = 10;
/** As long as a chain takes, about. */
const LONGEST_MS = 8000;

const batch = tinyBatch({ rows: 1500, seed: 21 });
/** Not where a data set's own objects are: a reset leaves it. */
const key = 'elsewhere/rows.csv';

/** Always the same event: what a reset has forgotten is not `done before`. */
const offer = (): Promise<number> =>
  postEvent(
    platform.url,
    { id: 'again', subject: 'again', dataset: 'tiny', dataref: `s3://data-raw/${key}` },
    {},
  );

const letters = () => platform.sql`select type, code, error from marea.dead_letters`;

test('reset at random moments of a chain, again and again: no failure, no dead letter, and the next batch works', {
  timeout: 400_000,
}, async () => {
  const random = seeded('resets');
  await platform.objects.put({ bucket: 'data-raw', key }, batch.csv);
  for (let round = 0; round < RESETS; round++) {
    const offered = offer();
    await sleep(LONGEST_MS * random());
    const answer = await platform.send('POST', '/api/datasets/tiny/reset', {
      confirm: 'tiny',
      reason: 'a test',
    });
    expect(answer).toEqual({ status: 200, body: { dataset: 'tiny', reset: true } });
    expect(await offered).toBe(202);
    expect(await letters()).toEqual([]);
  }
  // The last one may have come before its batch was stored.
  await platform.send('POST', '/api/datasets/tiny/reset', { confirm: 'tiny', reason: 'a test' });
  expect(await offer()).toBe(202);
  const { received, clean, rejected, duplicate } = await platform.ended('again', { timeoutMs: 200_000 });
  const { csv: _, reasons: __, ...counts } = batch;
  expect({ received, clean, rejected, duplicate }).toEqual(counts);
  await eventually(async () => {
    const [open] = await platform.sql`select from marea.stages where status <> 'done'`;
    return open === undefined;
  }, 'the end of all that was on its way');
  expect(await letters()).toEqual([]);
});
