/**
 * From a candidate to production, and back by hand, on the embedded platform: after each end all places say the same
 * version.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type KnativeApi, knativeApi } from '../shared/runtime/knative/api.ts';
import { eventually, startTestPlatform, type TestPlatform } from './platform.ts';
import { oneTruth } from './production.ts';
import { tinyBatch } from './tiny.ts';

let platform: TestPlatform;
let api: KnativeApi;

beforeAll(async () => {
  platform = await startTestPlatform({ env: { ROLLOUT_STEP_SECONDS: '2' } });
  api = knativeApi({ url: `${platform.url}/kubernetes/${platform.token}`, namespace: 'marea' });
});
afterAll(() => platform.stop());

const history = async (): Promise<string[]> =>
  (await platform.sql`select event, version from marea.model_history where name = 'tiny' order by id`).map(
    ({ event, version }) => `${event} ${version}`,
  );
const happened = (line: string): Promise<unknown> =>
  // A version that does not start has all of ROLLOUT_READY_SECONDS to do so.
  eventually(async () => (await history()).at(-1) === line, `"${line}" in the history`, 110_000);
const trafficTo = async (revisions: Readonly<Record<string, number>>): Promise<unknown> =>
  await api.patch('predict-tiny', {
    spec: {
      traffic: Object.entries(revisions).map(([revisionName, percent]) => ({ revisionName, percent })),
    },
  });

/** The revision that each version was rolled out as. */
const revisions: Record<number, string> = {};
const noteRevision = async (version: number): Promise<void> => {
  const service = await api.service('predict-tiny');
  revisions[version] = service?.status?.latestReadyRevisionName ?? '';
};

test('the first model is a candidate until it serves', async () => {
  await platform.post('first', tinyBatch({ rows: 1500, seed: 1 }).csv);
  expect((await platform.ended('first')).outcome).toBe('promoted');
  expect(await oneTruth(platform, 'tiny', 1)).toBe(1);
  expect(await history()).toEqual(['approved 1', 'traffic moved 1', 'promoted 1']);
  await noteRevision(1);
});

test('a better one takes its place by a canary', async () => {
  await platform.post('other', tinyBatch({ rows: 3000, seed: 3, first: 20_000, level: 2 }).csv);
  expect((await platform.ended('other')).outcome).toBe('promoted');
  await oneTruth(platform, 'tiny', 2);
  await noteRevision(2);
});

const canary = (): Promise<unknown> =>
  eventually(async () => {
    const service = await api.service('predict-tiny');
    return service?.status?.traffic?.find(({ tag, percent = 0 }) => tag === 'canary' && percent > 0);
  }, 'a canary');
const ask = async (version: number, more: object = {}): Promise<void> => {
  const wish = { reason: 'a test', by: 'Ann', ...more };
  const { status } = await platform.send('POST', `/api/models/tiny/${version}/promote`, wish);
  expect(status).toBe(202);
};

test('judged again, a version keeps its number and its files', async () => {
  const [before] = await platform.sql`select run_id, metrics from marea.model_versions where version = 1`;
  await platform.sql`
    insert into marea.outbox (source, event_id, cause_source, cause_id, stage, event, created_at)
    values ('/marea/rollout', 'again', 'c', 'c', 'test', ${platform.sql.json({
      id: 'again',
      source: '/marea/rollout',
      type: 'dev.marea.training.completed',
      dataset: 'tiny',
      data: { run: before?.run_id, version: 1 },
    })}, now() - interval '1 hour')`;
  await platform.ping('reconcile');
  await eventually(
    async () => /^(approved|rejected) 1$/.test((await history()).at(-1) ?? ''),
    'the judgement',
  );
  const [after] = await platform.sql`
    select metrics, reason, (select count(*)::int from marea.model_versions) as versions
    from marea.model_versions where version = 1`;
  expect(after).toMatchObject({ metrics: before?.metrics, versions: 2 });
  expect(after?.reason).toMatch(/version 2 on \d+ held-out rows/);
  // Approved, it is rolled out as any candidate is.
  await eventually(async () => !(await history()).at(-1)?.startsWith('approved'), 'the end of its rollout');
  if ((await oneTruth(platform, 'tiny')) === 1) await ask(2, { force: true });
  await oneTruth(platform, 'tiny', 2);
});

test('a person asks for the earlier one, and gets it by a canary', async () => {
  await ask(1);
  await oneTruth(platform, 'tiny', 1);
});

test('and the other at once', async () => {
  await ask(2, { force: true });
  await oneTruth(platform, 'tiny', 2);
});

test('a rollout that is killed in its canary comes to its end all the same', async () => {
  await ask(1);
  await canary();
  for (const { pid } of platform.pods('rollout')) process.kill(pid, 'SIGKILL');
  await happened('promoted 1');
  await oneTruth(platform, 'tiny', 1);
});

test('a version that is asked for at once wins over a canary that is under way', async () => {
  await ask(2);
  await canary();
  await ask(1, { force: true });
  await eventually(async () => (await history()).includes('rolled back 2'), 'the end of the canary');
  await oneTruth(platform, 'tiny', 1);
  expect((await history()).filter((line) => line.startsWith('promoted')).at(-1)).toBe('promoted 1');
  await ask(2, { force: true });
  await oneTruth(platform, 'tiny', 2);
});

test('all of the traffic moved by hand makes that version production', async () => {
  await trafficTo({ [revisions[1] ?? '']: 100 });
  await platform.ping('reconcile');
  await happened('promoted 1');
  await oneTruth(platform, 'tiny', 1);
});

test('a mix set by hand stays, and the status says so', async () => {
  const lines = await history();
  await trafficTo({ [revisions[1] ?? '']: 60, [revisions[2] ?? '']: 40 });
  await platform.ping('reconcile');
  const { production, traffic } = await platform.get<Record<string, unknown>>('/api/status?dataset=tiny');
  expect(production).toEqual({ version: 1 });
  expect(traffic).toMatchObject([
    { version: 1, percent: 60 },
    { version: 2, percent: 40 },
  ]);
  expect(await history()).toEqual(lines);
  // Asked for by force, what is in production gets all of it again.
  await ask(1, { force: true });
  await oneTruth(platform, 'tiny', 1);
});

test('a version that does not start is taken back, and nothing has changed', async () => {
  await platform.objects.put({ bucket: 'models', key: 'tiny/2/model.onnx' }, 'broken');
  await ask(2);
  await happened('rolled back 2');
  await oneTruth(platform, 'tiny', 1);
});

test('a pointer that was lost comes back', async () => {
  await platform.objects.removeAll('models', 'tiny/production.json');
  await platform.ping('reconcile');
  await oneTruth(platform, 'tiny', 1);
});
