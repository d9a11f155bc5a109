/** The names are Knative's: the fixture is what a real one answers (scripts/reference/knative-metrics.ts). */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { broker, config, service, trigger } from '../../../tests/beds/manifests.ts';
import { call, send, type Testbed, testbed, until } from '../../../tests/beds/platform.ts';
import { type Sample, samplesOf } from '../../../tests/beds/samples.ts';

type Parts = Record<string, Record<string, { type: string; labels: string[] }>>;

const knative = JSON.parse(readFileSync(new URL('fixtures/knative.json', import.meta.url), 'utf8')) as Parts;

/** Constants, addresses, ids, or what any sender may write. */
const LEFT_OUT = new Set([
  'otel_scope_name',
  'otel_scope_schema_url',
  'otel_scope_version',
  'network_protocol_name',
  'network_protocol_version',
  'server_address',
  'url_scheme',
  'cloudevents_source',
  'cloudevents_subject',
  'cloudevents_specversion',
  'cloudevents_datacontenttype',
]);
/** On a cluster these come from the pod that is asked. */
const OF_THE_POD = ['namespace', 'pod', 'revision', 'service'];
/** Where the embedded platform has something to say under each name. */
const PART: Record<string, string> = {
  http_server_request_duration_seconds: 'activator',
  kn_revision_request_active: 'activator',
  kn_revision_request_concurrency: 'activator',
  kn_revision_request_queued: 'activator',
  kn_serving_invocation_duration_seconds: 'queue-proxy',
  kn_serving_queue_depth: 'queue-proxy',
  kn_eventing_dispatch_duration_seconds: 'broker filter',
  kn_eventing_process_duration_seconds: 'broker filter',
};

let bed: Testbed;
beforeAll(async () => {
  bed = await testbed([
    config,
    service('hello', { annotations: { window: '6s', target: '4' }, concurrency: 8 }),
    service('idle'),
    broker('ingest'),
    trigger('greet', 'ingest', 'dev.marea.batch.received', 'hello'),
  ]);
});
afterAll(() => bed.stop());

const scrape = async (): Promise<Sample[]> => samplesOf((await call(`${bed.platform.url}/metrics`)).body);
const value = (samples: readonly Sample[], name: string, labels: Record<string, string>) =>
  samples.find(
    (one) => one.name === name && Object.entries(labels).every(([key, is]) => one.labels[key] === is),
  )?.value;

test('names, types and labels are those of the real Knative', async () => {
  expect((await send(bed, '/ingest', 'dev.marea.batch.received')).status).toBe(202);
  const text = (await call(`${bed.platform.url}/metrics`)).body;
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => ({
    name,
    type,
  }));
  const all = new Set(Object.values(knative).flatMap((part) => Object.keys(part)));
  all.delete('kn_revision_capacity_excess');
  expect(types.map(({ name }) => name).sort()).toEqual([...all].sort());
  for (const { name, type } of types) {
    const real = knative[PART[name] ?? 'autoscaler']?.[name];
    expect(real, `${name} is not a metric of Knative's ${PART[name] ?? 'autoscaler'}`).toBeDefined();
    expect(type, name).toBe(real?.type);
    const ours = new Set(
      samplesOf(text)
        .filter((sample) => sample.name.replace(/_(bucket|sum|count)$/, '') === name || sample.name === name)
        .flatMap(({ labels }) => Object.keys(labels))
        .filter((label) => label !== 'le'),
    );
    const wanted = (real?.labels ?? []).filter((label) => !LEFT_OUT.has(label));
    expect([...ours].sort(), name).toEqual(
      [...wanted, ...(PART[name] === 'queue-proxy' ? OF_THE_POD : [])].sort(),
    );
  }
});

test('a revision at zero says 0, not nothing', async () => {
  const samples = await scrape();
  for (const name of ['count', 'desired', 'requested'])
    expect(value(samples, `kn_revision_pods_${name}`, { kn_service_name: 'idle' }), name).toBe(0);
  expect(value(samples, 'kn_revision_concurrency_target', { kn_service_name: 'hello' })).toBeCloseTo(2.8, 10);
});

test('pods and concurrency are told while there is load, and the pods are those that run', async () => {
  const asked = Array.from({ length: 6 }, () => call(`${bed.platform.url}/services/hello/who?ms=3000`));
  await until(() => bed.platform.pods('hello').filter(({ state }) => state === 'ready').length >= 2);
  const samples = await scrape();
  const of = { kn_service_name: 'hello' };
  expect(value(samples, 'kn_revision_pods_count', of)).toBe(bed.platform.pods('hello').length);
  expect(value(samples, 'kn_revision_pods_desired', of)).toBe(2);
  expect(value(samples, 'kn_revision_request_concurrency', of)).toBe(6);
  const depth = samples.filter(({ name }) => name === 'kn_serving_queue_depth');
  expect(depth.map(({ labels }) => labels.pod).sort()).toEqual(
    bed.platform
      .pods('hello')
      .map(({ name }) => name)
      .sort(),
  );
  expect(depth.reduce((sum, sample) => sum + sample.value, 0)).toBe(6);
  await Promise.all(asked);
});

test('each request is counted once at the activator and once at its pod', async () => {
  const count = async (name: string, labels: Record<string, string>): Promise<number> =>
    (await scrape())
      .filter((one) => one.name === `${name}_count`)
      .filter((one) => Object.entries(labels).every(([key, is]) => one.labels[key] === is))
      .reduce((sum, one) => sum + one.value, 0);
  const activator = [
    'http_server_request_duration_seconds',
    { kn_service_name: 'hello', http_request_method: 'GET' },
  ] as const;
  const pods = [
    'kn_serving_invocation_duration_seconds',
    { service: 'hello', http_response_status_code: '200' },
  ] as const;
  const before = [await count(...activator), await count(...pods)];
  for (let i = 0; i < 5; i++) await call(`${bed.platform.url}/services/hello/who`);
  expect([await count(...activator), await count(...pods)]).toEqual(before.map((one) => one + 5));
});

test('a try that failed is a try of the trigger; a type that nobody takes is "other"', async () => {
  bed.answer = () => ({ status: 503 });
  await send(bed, '/ingest', 'dev.marea.batch.received');
  bed.answer = () => ({ status: 204 });
  await send(bed, '/ingest', 'any thing at all');
  const samples = await scrape();
  const name = 'kn_eventing_dispatch_duration_seconds_count';
  const trigger = { messaging_destination_name: 'trigger:greet.marea', http_response_status_code: '503' };
  expect(value(samples, name, trigger)).toBe(4);
  const types = new Set(
    samples.filter((one) => one.name === name).map(({ labels }) => labels.cloudevents_type),
  );
  expect([...types].sort()).toEqual(['dev.marea.batch.received', 'other']);
});

test('targets are the pods that are ready; to scrape them is no request of theirs', async () => {
  await call(`${bed.platform.url}/services/hello/who`);
  const groups = JSON.parse((await call(`${bed.platform.url}/prometheus/targets`)).body) as {
    targets: string[];
    labels: Record<string, string>;
  }[];
  const ready = bed.platform.pods().filter(({ state }) => state === 'ready');
  expect(groups.map(({ labels }) => labels.pod).sort()).toEqual(ready.map(({ name }) => name).sort());
  const [pod] = ready;
  const target = groups.find(({ labels }) => labels.pod === pod?.name);
  expect(target).toEqual({
    targets: [new URL(bed.platform.url).host],
    labels: {
      instance: `127.0.0.1:${pod?.port}`,
      __metrics_path__: `/prometheus/pods/${pod?.name}`,
      namespace: 'marea',
      pod: pod?.name,
      service: 'hello',
      revision: 'hello-00001',
      function: 'hello',
    },
  });
  const url = `http://${target?.targets[0]}${target?.labels.__metrics_path__}`;
  const headers = { authorization: `Bearer ${bed.platform.token}` };
  expect(await call(url)).toMatchObject({ status: 403 });
  expect(await call(url, { headers })).toEqual({ status: 200, body: 'pod_up 1' });
  // Asked for longer than the window the pods go all the same.
  await until(async () => {
    await call(url, { headers });
    return bed.platform.pods().length === 0;
  }, 20_000);
  const samples = await scrape();
  expect(samples.filter(({ labels }) => labels.pod !== undefined)).toEqual([]);
  expect(value(samples, 'kn_revision_pods_count', { kn_service_name: 'hello' })).toBe(0);
}, 30_000);

test('observe runs when metrics are asked for, and is gone when they no longer are', async () => {
  const services = async (one: Testbed): Promise<unknown[]> =>
    samplesOf((await call(`${one.platform.url}/metrics`)).body)
      .filter(({ name }) => name === 'kn_revision_pods_count')
      .map(({ labels }) => labels.kn_service_name);
  const marea = { ...config, metadata: { name: 'marea-config' } };
  const first = await testbed([marea, config, service('hello')], { metrics: true });
  expect(await services(first)).toEqual(['hello', 'observe']);
  await first.platform.stop();
  const second = await testbed([marea, config, service('hello')], { data: first.data });
  expect(await services(second)).toEqual(['hello']);
  await second.stop();
  await first.stop();
});
