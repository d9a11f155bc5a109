/** Two pods of the registry log to the same runs at once: nothing is lost, nothing doubled, and each answer says what is so. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeded } from '../../shared/ml/random.ts';
import type { HttpRequest } from '../../shared/runtime/http/http.ts';
import { jsonRequest } from '../http-request.ts';
import { type Json, startRegistry, type TestRegistry } from './registry.ts';

type Handle = (request: HttpRequest) => Promise<{ readonly status: number; readonly body?: unknown }>;

let registry: TestRegistry;
let pods: readonly Handle[];
beforeAll(async () => {
  registry = await startRegistry();
  pods = [registry.handle, await registry.replica()];
});
afterAll(() => registry?.stop());

const post = async (pod: number, path: string, body: Json): Promise<number> => {
  const handle = pods[pod % pods.length] as Handle;
  return (await handle(jsonRequest('POST', `/api/2.0/mlflow/runs/${path}`, body))).status;
};

test('are two: each has its own connections', async () => {
  const run = await registry.run();
  expect(pods[0]).not.toBe(pods[1]);
  await Promise.all(
    [0, 1].map((pod) => post(pod, 'set-tag', { run_id: run, key: `pod ${pod}`, value: 'x' })),
  );
  const { sql } = registry.services;
  expect(await sql`select from marea.tags where run_id = ${run} and key like 'pod %'`).toHaveLength(2);
});

test('points of one metric, each sent to both, are there once, and the last of them is the last', async () => {
  const run = await registry.run();
  const random = seeded('replicas');
  const points = Array.from({ length: 200 }, (_, i) => ({
    key: `m${i % 3}`,
    value: Math.floor(random() * 5),
    step: Math.floor(random() * 20),
    timestamp: Math.floor(random() * 5),
  }));
  const statuses = await Promise.all(
    points.flatMap((point, i) => [0, 1].map((pod) => post(pod + i, 'log-metric', { run_id: run, ...point }))),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  const textOf = (one: Json) => `${one.key} ${one.timestamp} ${one.step} ${one.value}`;
  const kept: Json[] = [];
  for (const key of ['m0', 'm1', 'm2'])
    kept.push(
      ...((await registry.get(`metrics/get-history?run_id=${run}&metric_key=${key}`)).metrics as Json[]),
    );
  expect(kept.map(textOf).sort()).toEqual([...new Set(points.map(textOf))].sort());
  const order = (a: (typeof points)[number], b: (typeof points)[number]) =>
    a.step - b.step || a.timestamp - b.timestamp || a.value - b.value;
  const last = ['m0', 'm1', 'm2'].map((key) =>
    points
      .filter((point) => point.key === key)
      .sort(order)
      .at(-1),
  );
  const { run: read } = (await registry.get(`runs/get?run_id=${run}`)) as { run: { data: Json } };
  expect(read.data.metrics).toEqual(last);
});

test('batches of the same params, tags and metrics in another order wait for each other, but not for ever', async () => {
  const run = await registry.run();
  const names = Array.from({ length: 40 }, (_, i) => `k${i}`);
  const batch = (turned: boolean, round: number): Json => {
    const keys = turned ? [...names].reverse() : names;
    return {
      run_id: run,
      params: keys.map((key) => ({ key, value: key })),
      tags: keys.map((key) => ({ key, value: `${round}` })),
      metrics: keys.map((key) => ({ key, value: round, timestamp: round, step: round })),
    };
  };
  const statuses = await Promise.all(
    Array.from({ length: 40 }, (_, i) => post(i, 'log-batch', batch(i % 4 < 2, i >> 1))),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  const { sql } = registry.services;
  const [counts] = await sql`
    select (select count(*)::int from marea.params where run_id = ${run}) as params,
           (select count(*)::int from marea.metrics where run_id = ${run}) as metrics,
           (select count(*)::int from marea.latest_metrics where run_id = ${run} and step = 19) as latest`;
  expect(counts).toEqual({ params: 40, metrics: 40 * 20, latest: 40 });
});

test('of two values of one param one is kept, and the other is refused, whoever comes first', async () => {
  for (let round = 0; round < 20; round++) {
    const run = await registry.run();
    const values = ['left', 'right'];
    const statuses = await Promise.all(
      values.map((value, pod) => post(pod, 'log-parameter', { run_id: run, key: 'side', value })),
    );
    const { run: read } = (await registry.get(`runs/get?run_id=${run}`)) as { run: { data: Json } };
    const kept = values[statuses.indexOf(200)];
    expect([...statuses].sort()).toEqual([200, 400]);
    expect(read.data.params).toEqual([{ key: 'side', value: kept }]);
  }
});

test('one that is refused takes nothing with it of what is logged beside it', async () => {
  const [run, other] = [await registry.run(), await registry.run()];
  await registry.post('runs/log-parameter', { run_id: run, key: 'p', value: '1' });
  const point = { key: 'm', value: 1, timestamp: 1 };
  const statuses = await Promise.all([
    post(0, 'log-metric', { run_id: run, ...point }),
    post(0, 'log-metric', { run_id: run, ...point, value: 2 }),
    post(0, 'log-batch', {
      run_id: run,
      params: [{ key: 'p', value: '2' }],
      metrics: [{ ...point, value: 3 }],
    }),
    post(0, 'log-metric', { run_id: 'nope', ...point }),
    post(0, 'log-metric', { run_id: other, ...point, model_id: 'm-none' }),
    post(0, 'log-metric', { run_id: other, ...point }),
  ]);
  expect(statuses).toEqual([200, 200, 400, 404, 400, 200]);
  const { metrics } = await registry.get(`metrics/get-history?run_id=${run}&metric_key=m`);
  expect((metrics as Json[]).map(({ value }) => value)).toEqual([1, 2]);
});
