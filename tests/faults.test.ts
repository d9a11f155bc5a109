/** What breaks in real life: killed processes, stores that are away, events that cannot be handled. Nothing is lost. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeded } from '../shared/ml/random.ts';
import { eventually, postEvent, startTestPlatform, type TestPlatform } from './platform.ts';
import { oneTruth } from './production.ts';
import { type Services, startServices } from './services.ts';
import { type Switch, switchFor } from './switch.ts';
import { tinyBatch } from './tiny.ts';

let services: Services;
let database: Switch;
let store: Switch;
let platform: TestPlatform;

beforeAll(async () => {
  services = await startServices();
  database = await switchFor(services.databaseUrl);
  store = await switchFor(services.s3.endpoint);
  platform = await startTestPlatform({
    env: {
      DATABASE_URL: services.databaseUrl.replace(new URL(services.databaseUrl).host, database.host),
      S3_ENDPOINT: `http://${store.host}`,
      S3_ACCESS_KEY: services.s3.accessKey,
      S3_SECRET_KEY: services.s3.secretKey,
    },
  });
});

afterAll(async () => {
  await platform.stop();
  await Promise.all([database.stop(), store.stop()]);
  await services.stop();
});

test('functions killed at random, at any point of the chain: the batch ends with the counts of a quiet day', async () => {
  const batch = tinyBatch({ rows: 3000, seed: 11 });
  const random = seeded('kills');
  const posted = platform.post('killed', batch.csv);
  // A few for each stage: every retry waits twice as long as the one before, and one victim is not the point.
  const kills: Record<string, number> = {};
  let done = false;
  const ending = platform.ended('killed', { timeoutMs: 110_000 }).finally(() => {
    done = true;
  });
  while (!done) {
    await sleep(150 + 700 * random());
    const pods = platform
      .pods()
      .filter(({ service, pid }) => pid && service !== 'console' && (kills[service] ?? 0) < 3);
    const victim = pods[Math.floor(random() * pods.length)];
    if (!victim) continue;
    kill(victim.pid);
    kills[victim.service] = (kills[victim.service] ?? 0) + 1;
  }
  const { csv: _, ...expected } = batch;
  const { received, clean, rejected, duplicate, reasons, outcome, reason } = await ending;
  expect([200, 202, 500, 502, 503]).toContain(await posted);
  expect(Object.keys(kills).length).toBeGreaterThan(3);
  expect({ received, clean, rejected, duplicate, reasons }).toEqual(expected);
  expect(outcome, reason ?? '').toBe('promoted');
  const [stored] = await services.sql`
    select (select count(*)::int from tiny.raw_data where batch = 'killed') as raw,
           (select count(*)::int from tiny.clean_data where batch = 'killed') as clean,
           (select count(*)::int from tiny.rejected where batch = 'killed') as rejected`;
  expect(stored).toEqual({ raw: batch.received, clean: batch.clean, rejected: batch.rejected });
  await oneTruth(platform, 'tiny');
});

test('Postgres away for ten seconds in the middle of a batch: the chain goes on when it is back', async () => {
  const batch = tinyBatch({ rows: 2000, seed: 12, first: 10_000 });
  await platform.post('no-database', batch.csv);
  database.off();
  await sleep(10_000);
  database.on();
  const { received, clean } = await platform.ended('no-database', { timeoutMs: 110_000 });
  expect({ received, clean }).toEqual({ received: batch.received, clean: batch.clean });
  await oneTruth(platform, 'tiny');
});

test('the object store away for ten seconds: a batch that was offered meanwhile is taken when it is back', async () => {
  const batch = tinyBatch({ rows: 2000, seed: 13, first: 20_000 });
  const key = 'tiny/test/no-store/rows.csv';
  await services.objects.put({ bucket: 'data-raw', key }, batch.csv);
  store.off();
  // Whoever is told 503 sends again: nobody knows who may call before the keys could be read once.
  const posting = eventually(
    async () => (await offered(platform.url, 'no-store', key)) === 202,
    'the batch to be taken',
  );
  await sleep(10_000);
  store.on();
  await posting;
  const { received, clean } = await platform.ended('no-store', { timeoutMs: 110_000 });
  expect({ received, clean }).toEqual({ received: batch.received, clean: batch.clean });
  await oneTruth(platform, 'tiny');
});

test('what fails for good waits in dead letters with the reason; mended and replayed, it comes to its end', async () => {
  const batch = tinyBatch({ rows: 500, seed: 14, first: 30_000 });
  const key = 'tiny/test/late/rows.csv';
  await services.objects.put({ bucket: 'data-raw', key }, 'no table');
  expect(await offered(platform.url, 'late', key)).toBe(202);
  const letter = await eventually(async () => (await letters(platform))[0], 'the dead letter');
  expect(letter).toMatchObject({ type: 'dev.marea.batch.received', batch: 'late', code: 422 });
  expect(letter.error).toMatch(/column/);
  await services.objects.put({ bucket: 'data-raw', key }, batch.csv);
  expect(
    (await platform.send('POST', `/api/dead-letters/${letter.id}/replay`, { reason: 'mended' })).status,
  ).toBeLessThan(300);
  const { received, clean } = await platform.ended('late');
  expect({ received, clean }).toEqual({ received: batch.received, clean: batch.clean });
  expect(await letters(platform)).toEqual([]);
});

test('ingest killed while it loads a file, three times: never half a batch, and in the end the whole one', async () => {
  const rows = 300_000;
  const key = 'tiny/test/half/rows.csv';
  const lines = Array.from({ length: rows }, (_, i) => `${i},60,3,Works,`);
  await services.objects.put(
    { bucket: 'data-raw', key },
    `flat,size,rooms,district,rent\n${lines.join('\n')}\n`,
  );
  let over = false;
  const posted = offered(platform.url, 'half', key).finally(() => {
    over = true;
  });
  for (let kills = 0; kills < 3; kills++) {
    await inTheMiddleOfLoading();
    expect(over).toBe(false);
    for (const { service, pid } of platform.pods()) if (service === 'ingest' && pid) kill(pid);
    await eventually(async () => !(await loaded()), 'the end of what the killed process had begun');
    expect(await stored('half')).toEqual({ batches: 0, raw: 0 });
  }
  expect(await posted).toBe(202);
  expect(await stored('half')).toEqual({ batches: 1, raw: rows });
  const { received, rejected, clean, reasons } = await platform.ended('half', { timeoutMs: 110_000 });
  expect({ received, rejected, clean, reasons }).toEqual({
    received: rows,
    rejected: rows,
    clean: 0,
    reasons: { no_rent: rows },
  });
});

/** How many rows a load into the raw rows has taken so far, when one is under way. */
async function loaded(): Promise<number | undefined> {
  const [copy] = await services.sql<{ rows: number }[]>`
    select tuples_processed::int as rows from pg_stat_progress_copy where relid = 'tiny.raw_data'::regclass`;
  return copy?.rows;
}

async function inTheMiddleOfLoading(): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await loaded())) if (Date.now() > end) throw new Error('no load was seen for a minute');
}

async function stored(batch: string) {
  const [counted] = await services.sql`
    select (select count(*)::int from marea.batches where dataset = 'tiny' and id = ${batch}) as batches,
           (select count(*)::int from tiny.raw_data where batch = ${batch}) as raw`;
  return counted;
}

/** It may have ended by itself a moment ago. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

interface Letter {
  readonly id: number;
  readonly type: string;
  readonly batch: string;
  readonly code: number;
  readonly error: string;
}

async function letters({ get }: TestPlatform): Promise<Letter[]> {
  return (await get<{ deadLetters: Letter[] }>('/api/status?dataset=tiny')).deadLetters;
}

async function offered(url: string, batch: string, key: string): Promise<number> {
  return await postEvent(
    url,
    { id: batch, dataset: 'tiny', subject: batch, dataref: `s3://data-raw/${key}` },
    {},
  );
}
