/**
 * Ten minutes of use in which nothing is wrong, with the rules as they are: no alert fires. Takes as long, so only when
 * asked for: HEALTHY_MINUTES=10 npx vitest run tests/observability/healthy.test.ts
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tinyBatch } from '../tiny.ts';
import { ask, kindsBatch, startWatched, type Watched } from './busy.ts';
import { hasPrometheus } from './prometheus.ts';
import { ruleFiles } from './rules.ts';

const MINUTES = Number(process.env.HEALTHY_MINUTES ?? 0);
const BATCH_EVERY_MS = 120_000;
/** Some five predictions a second; a minute of rest in every four, in which predict goes to zero and comes back. */
const PAUSE_MS = 200;
const CYCLE_MS = 240_000;
const REST_MS = 60_000;

describe.skipIf(!hasPrometheus || MINUTES === 0)('a healthy platform', () => {
  let watched: Watched;

  beforeAll(async () => {
    watched = await startWatched(ruleFiles());
  }, 120_000);

  afterAll(() => watched?.stop());

  test('is silent', { timeout: (MINUTES + 5) * 60_000 }, async () => {
    const { platform, prometheus } = watched;
    const started = Date.now();
    const truth = realRows(99);
    let batches = 0;
    let asked = 0;
    while (Date.now() < started + MINUTES * 60_000) {
      const passed = Date.now() - started;
      if (passed >= batches * BATCH_EVERY_MS) await postBatches(batches++);
      const resting = passed % CYCLE_MS > CYCLE_MS - REST_MS;
      const row = truth[asked % truth.length];
      // The model is there when the first batch has ended.
      if (row && !resting && passed > BATCH_EVERY_MS / 2) {
        const { body } = await platform.send('POST', '/services/predict-tiny/predict', row.asked);
        const { request_id } = body as { request_id?: string };
        await ask(platform, 'predict-tiny', 'feedback', { request_id, actual: row.rent });
        asked++;
      }
      await sleep(PAUSE_MS);
    }
    const fired = await prometheus.ask(
      `count by (alertname) (count_over_time(ALERTS{alertstate="firing"}[${MINUTES + 5}m]))`,
    );
    const pending = await prometheus.ask(
      `count by (alertname) (count_over_time(ALERTS{alertstate="pending"}[${MINUTES + 5}m]))`,
    );
    console.log(
      `${asked} predictions, ${batches} batches, ${MINUTES} minutes; for a moment: ${pending.map(({ metric }) => metric.alertname).join(', ') || 'nothing'}`,
    );
    expect(asked).toBeGreaterThan(MINUTES * 30);
    expect(fired.map(({ metric }) => metric.alertname)).toEqual([]);
  });

  /**
   * The first brings the model, with rows enough to calibrate its interval well, and to judge drift by distances (up to
   * 1,000 rows it is judged by tests that are wrong one time in 20). The others are like it.
   */
  async function postBatches(number: number): Promise<void> {
    const flats = tinyBatch({ rows: number === 0 ? 6000 : 300, seed: 10 + number, first: 10_000 * number });
    await watched.platform.post(`flats-${number}`, flats.csv);
    if (number === 0) await watched.platform.post('kinds', kindsBatch(900, 10), { dataset: 'kinds' });
  }
});

/** Flats that no model has seen, with what they are let for. */
function realRows(seed: number): { readonly asked: object; readonly rent: number }[] {
  return tinyBatch({ rows: 2000, seed, first: 900_000 })
    .csv.trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .filter(([, , , , rent]) => Number(rent) > 0)
    .map(([number, size, rooms, district, rent]) => ({
      asked: { flat: number, size: Number(size), rooms: Number(rooms), district },
      rent: Number(rent),
    }));
}
