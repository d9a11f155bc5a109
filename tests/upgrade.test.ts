/**
 * Stores of an earlier commit, with a batch in flight: the platform of today starts on them, keeps the model and its
 * answers, and brings the batch to its end.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type Earlier, readEarlier, restore } from './earlier.ts';
import { eventually, startTestPlatform, type TestPlatform } from './platform.ts';
import { oneTruth } from './production.ts';
import { type Services, startServices } from './services.ts';
import { tinyBatch } from './tiny.ts';

let undo: (() => Promise<unknown> | unknown)[] = [];

afterEach(async () => {
  for (const step of undo.reverse()) await step();
  undo = [];
});

async function platformOn(earlier: Earlier): Promise<TestPlatform> {
  const services: Services = await startServices({ empty: true });
  undo.push(services.stop);
  await restore(earlier, services.sql, services.objects);
  const data = mkdtempSync(join(tmpdir(), 'marea-upgrade-'));
  undo.push(() => rmSync(data, { recursive: true, force: true }));
  writeFileSync(join(data, 'services.json'), JSON.stringify(earlier.services));
  const platform = await startTestPlatform({
    data,
    env: { ...services.environment, ROLLOUT_STEP_SECONDS: '3' },
  });
  undo.push(platform.stop);
  return platform;
}

test.each(['training', 'promoted'] as const)(
  'killed by an earlier release (%s): model and answers are kept, and the batch comes to its end',
  async (moment) => {
    const earlier = await readEarlier(moment);
    const platform = await platformOn(earlier);
    const asked = earlier.answers.predictions.map(({ input }) => input);
    const answers = await eventually(async () => {
      const { body } = await platform.send('POST', '/services/predict-tiny/batch_predict', asked);
      const { predictions, model_version } = body as Earlier['answers'];
      return Number(model_version) === 1 ? predictions : undefined;
    }, 'an answer of version 1');
    expect(answers.map(({ rent, interval }) => ({ rent, interval }))).toEqual(
      earlier.answers.predictions.map(({ rent, interval }) => ({ rent, interval })),
    );

    const known = earlier.tables['marea.batches']?.find(({ id }) => id === 'first');

    const first = await platform.batch('first');
    expect(first).toMatchObject({ received: known?.received, clean: known?.clean, outcome: 'promoted' });
    const second = await platform.ended('second');
    const { csv: _, ...counts } = tinyBatch({ rows: 700, seed: 3, first: 20_000, level: 2 });
    expect(second, second.reason ?? '').toMatchObject({ ...counts, outcome: 'promoted' });
    expect(second.training?.trials).toEqual({ done: 3, failed: 0, total: 3 });
    const { deadLetters } = await platform.get<{ deadLetters: unknown[] }>('/api/status?dataset=tiny');
    expect(deadLetters).toEqual([]);

    const served = await eventually(async () => {
      const { body } = await platform.send('POST', '/services/predict-tiny/predict', asked[0]);
      return Number((body as { model_version: number }).model_version) === 2 ? body : undefined;
    }, 'version 2 to be served');
    expect((served as { rent: number }).rent).toBeGreaterThan(0);
    await oneTruth(platform, 'tiny', 2);
  },
);
