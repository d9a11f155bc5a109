/** What strangers may send, on the embedded platform: requests that no client makes, and events that nobody has sent. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { residentMegabytes } from '../scripts/benchmarks/memory.ts';
import { fuzz } from '../scripts/fuzz/fuzz.ts';
import { reachedFor } from '../scripts/fuzz/reached.ts';
import { datasetNamed } from '../shared/datasets/index.ts';
import { eventually, startTestPlatform, type TestPlatform } from './platform.ts';
import { tinyBatch } from './tiny.ts';

const SEED = 1;
const REQUESTS = 1000;
/** Megabytes of a pod, from when it has answered the first of them: code that is compiled, buffers of answers. */
const MOST_GROWTH = 128;
const REACHED = ['predict-tiny', 'console', 'entrance', 'registry'] as const;

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
  await platform.post('first', tinyBatch({ rows: 1500, seed: 1 }).csv);
  expect((await platform.ended('first')).outcome).toBe('promoted');
});
afterAll(() => platform?.stop());

/** As whoever reaches the pipeline's broker could, in the name of a function. @returns why it is in dead letters */
async function madeUp(type: string, data: object): Promise<string> {
  const id = crypto.randomUUID();
  // Of the events of an earlier release its own alone are taken.
  const event = { id, source: '/marea/promote', type: `dev.marea.${type}`, dataset: 'tiny', data };
  await platform.sql`
    insert into marea.outbox (source, event_id, cause_source, cause_id, stage, event, created_at)
    values (${event.source}, ${id}, 'c', ${id}, 'test', ${platform.sql.json(event as never)}, now() - interval '1 hour')`;
  await platform.ping('reconcile');
  return await eventually(async () => {
    const [letter] = await platform.sql<{ error: string }[]>`
      select error from marea.dead_letters where event_id = ${id}`;
    return letter?.error;
  }, `the dead letter of a made-up ${type}`);
}

/** What no made-up event may change. */
async function stored() {
  const [all] = await platform.sql`
    select (select json_agg(t order by trial) from marea.trials t) as trials,
           (select json_agg(v order by version) from marea.model_versions v) as versions,
           (select json_agg(h order by id) from marea.model_history h) as history,
           (select count(*)::int from marea.runs) as runs`;
  return all;
}

describe('an event that is made up is in dead letters, with the reason, and nothing has changed', () => {
  const run = async (): Promise<string> => {
    const [row] = await platform.sql<{ id: string }[]>`select run_id as id from marea.model_versions`;
    return row?.id ?? '';
  };

  test.each<[string, (run: string) => object, RegExp]>([
    [
      'model.promoted',
      () => ({ version: 2_147_483_647, reason: 'x' }),
      /there has never been a version 2147483647/,
    ],
    ['version.requested', () => ({ version: 7, reason: 'x', by: 'me' }), /there has never been a version 7/],
    ['version.requested', () => ({ version: 2 ** 31, reason: 'x', by: 'me' }), /does not fit its schema/],
    ['model.approved', (of) => ({ version: 9, run: of, reason: 'x' }), /there has never been a version 9/],
    ['training.completed', (of) => ({ run: of, trial: 0 }), /was judged: it is version 1/],
    ['training.completed', (of) => ({ run: of, version: 3 }), /there has never been a version 3/],
    [
      'trial.completed',
      (of) => ({ run: of, trial: 99, status: 'finished', metrics: {}, seconds: 1 }),
      /planned no trial 99/,
    ],
    [
      'trial.requested',
      (of) => ({ run: of, trial: 0, round: 0, family: 'boosting', parameters: { rounds: 1e9 }, seed: 1 }),
      /was planned as/,
    ],
  ])('%s', async (type, data, reason) => {
    const before = await stored();
    expect(await madeUp(type, data(await run()))).toMatch(reason);
    expect(await stored()).toEqual(before);
  });
});

test(`${REQUESTS} odd requests: none is a fault of ours, none tells of the inside, and the pods go on`, async () => {
  const crashes = crashesOf(platform);
  const secrets = [new URL(platform.databaseUrl).password, platform.s3.secretKey, platform.token];
  const asked = {
    url: platform.url,
    reached: await reachedFor('tiny'),
    dataset: datasetNamed('tiny'),
    seed: SEED,
    secrets: secrets.filter((secret) => secret.length > 8),
  };
  const first = await fuzz({ ...asked, from: 0, to: REQUESTS / 5 });
  const before = held();
  const rest = await fuzz({ ...asked, from: REQUESTS / 5, to: REQUESTS });
  const grown = [...held()].filter(([pid, bytes]) => bytes - (before.get(pid) ?? bytes) > MOST_GROWTH);
  expect([...first.findings, ...rest.findings]).toEqual([]);
  expect(crashes).toEqual([]);
  expect(grown).toEqual([]);
});

/** Pods that end though nobody has told them to, from now on. */
function crashesOf({ observe }: TestPlatform): string[] {
  const crashes: string[] = [];
  observe((seen) => {
    if (seen.kind === 'pod' && seen.state === 'ended' && seen.code !== 0)
      crashes.push(`${seen.pod} ended with ${seen.code}`);
  });
  return crashes;
}

/** Megabytes that each pod of them has resident. */
const held = (): Map<number, number> =>
  new Map(
    REACHED.flatMap((service) => platform.pods(service)).map(({ pid }) => [
      pid,
      residentMegabytes(pid, 'VmRSS') ?? 0,
    ]),
  );
