/**
 * Functions killed at random while real listings go through: every 0.3 to 0.8 s one of them, whichever it is at work
 * or not. KILL_RUNS=10 runs it ten times, each with other kills.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { functionNames } from '../scripts/build.ts';
import { seeded } from '../shared/ml/random.ts';
import { postEvent, startTestPlatform, type TestPlatform } from './platform.ts';
import { oneTruth } from './production.ts';
import { realFile } from './services.ts';

const file = realFile('realtor.csv.gz');
const RUNS = Number(process.env.KILL_RUNS ?? 1);
const MINUTES = 8;

for (let run = 1; run <= RUNS; run++)
  test.skipIf(!file)(
    `realtor.csv.gz under kills, run ${run} (skipped when ../shared/data is absent)`,
    async () => {
      const platform = await startTestPlatform();
      try {
        await underKills(platform, seeded('kills', run), () => goesThrough(platform));
      } finally {
        await platform.stop();
      }
    },
    (MINUTES + 1) * 60_000,
  );

async function goesThrough(platform: TestPlatform): Promise<void> {
  const key = 'realtor/test/kills/realtor.csv.gz';
  await platform.objects.put({ bucket: 'data-raw', key }, readFileSync(file as string));
  const attributes = { id: 'kills', dataset: 'realtor', subject: 'kills', dataref: `s3://data-raw/${key}` };
  // What a producer does: anything but a 202 is sent again.
  while ((await postEvent(platform.url, attributes, { filename: 'realtor.csv.gz' })) !== 202)
    await sleep(1000);
  const { received, clean, rejected, duplicate, outcome, reason } = await platform.ended('kills', {
    dataset: 'realtor',
    timeoutMs: MINUTES * 60_000,
  });
  expect({ received, accounted: (clean ?? 0) + (rejected ?? 0) + (duplicate ?? 0) }).toEqual({
    received: 41_752,
    accounted: 41_752,
  });
  expect(outcome, reason ?? '').toBe('promoted');
  expect(await platform.sql`select type, error from marea.dead_letters`).toEqual([]);
  await oneTruth(platform, 'realtor', 1);
}

/** Kills until the work has ended. */
async function underKills(
  platform: TestPlatform,
  random: () => number,
  work: () => Promise<void>,
): Promise<void> {
  const names = (await functionNames()).filter((name) => name !== 'console' && name !== 'predict');
  const victims = [...names, 'predict-realtor'];
  const killed: Record<string, number> = {};
  let done = false;
  const working = work().finally(() => {
    done = true;
  });
  while (!done) {
    await sleep(300 + 500 * random());
    const service = victims[Math.floor(random() * victims.length)] as string;
    const pods = platform.pods(service).filter(({ pid }) => pid);
    const victim = pods[Math.floor(random() * pods.length)];
    if (victim && kill(victim.pid)) killed[service] = (killed[service] ?? 0) + 1;
  }
  console.log(`killed ${JSON.stringify(killed)}`);
  await working;
}

/** @returns whether it was there: it may have ended by itself a moment ago */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    return false;
  }
}
