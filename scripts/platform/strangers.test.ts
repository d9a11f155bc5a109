/** What reaches the platform from outside of it, and what is for its own calls alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shown } from '../../shared/runtime/access/platform-header.ts';
import { broker, config, service, trigger } from '../../tests/beds/manifests.ts';
import { call, type Testbed, testbed } from '../../tests/beds/platform.ts';

const clusterLocal = { 'networking.knative.dev/visibility': 'cluster-local' };
const event = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': 's', 'ce-type': 'work' };

let bed: Testbed;
beforeAll(async () => {
  bed = await testbed([
    config,
    service('console'),
    service('entrance'),
    service('predict'),
    service('stage', { labels: clusterLocal }),
    service('dead-letter', { labels: clusterLocal }),
    broker('ingest', { deadLetters: 'dead-letter' }),
    broker('pipeline', { deadLetters: 'dead-letter' }),
    trigger('stage', 'pipeline', 'work', 'stage'),
  ]);
});
afterAll(() => bed.stop());

const INTERNAL = [
  ['a broker', 'POST', '/marea/pipeline', undefined],
  ['the ingest broker', 'POST', '/marea/ingest', undefined],
  [
    'a broker by the host of its ingress',
    'POST',
    '/marea/pipeline',
    'broker-ingress.knative-eventing.svc.cluster.local',
  ],
  ['a stage by path', 'POST', '/services/stage/who', undefined],
  ['a stage by host', 'POST', '/who', 'stage.marea.localhost'],
  ['a stage by its name in the cluster', 'POST', '/who', 'stage.marea.svc.cluster.local'],
  ['a public Service by its name in the cluster', 'POST', '/who', 'predict.marea.svc.cluster.local'],
  ['dead letters', 'POST', '/services/dead-letter/who', undefined],
] as const;

const ask = (method: string, path: string, host: string | undefined, more: Record<string, string> = {}) =>
  call(bed.platform.url + path, {
    method,
    headers: { ...event, ...(host ? { host } : {}), ...more },
    body: '{}',
  });

describe.each(INTERNAL)('%s', (_, method, path, host) => {
  test('is not reached from outside, with a made-up token neither', async () => {
    const made = shown('x'.repeat(bed.platform.platformToken.length));
    for (const headers of [{}, made, { authorization: 'Bearer x' }]) {
      const { status, body } = await ask(method, path, host, headers);
      expect({ status, body: JSON.parse(body) }).toEqual({
        status: 403,
        body: { error: 'this is for calls within the platform; batches are posted to /ingest' },
      });
    }
    expect(bed.delivered).toEqual([]);
  });
});

test('what belongs to the platform reaches all of it', async () => {
  for (const [name, method, path, host] of INTERNAL) {
    const { status } = await ask(method, path, host, shown(bed.platform.platformToken));
    expect([name, status]).toEqual([name, path.startsWith('/marea/') ? 202 : 200]);
  }
});

test('console, entrance and predict are for everybody, who cannot say where they come from', async () => {
  const headers = { 'x-forwarded-for': '8.8.8.8', 'x-forwarded-prefix': '/evil', 'x-marea-platform': 'x' };
  for (const [path, prefix] of [
    ['/who', undefined],
    ['/services/predict/who', '/services/predict'],
  ]) {
    const { status, body } = await call(bed.platform.url + path, { headers });
    expect({ status, ...JSON.parse(body) }).toMatchObject({ status: 200, from: '127.0.0.1' });
    expect(JSON.parse(body).prefix).toBe(prefix);
  }
  expect((await call(`${bed.platform.url}/ingest`, { method: 'POST', body: '{}' })).status).toBe(204);
});

test('the port of a pod answers nobody else', async () => {
  await call(`${bed.platform.url}/services/predict/who`);
  const [pod] = bed.platform.pods('predict');
  const url = `http://127.0.0.1:${pod?.port}/who`;
  expect((await call(url)).status).toBe(403);
  expect((await call(url, { headers: shown(bed.platform.platformToken) })).status).toBe(200);
});

test('its Kubernetes API asks for its own token', async () => {
  const path = '/apis/serving.knative.dev/v1/namespaces/marea/services';
  const asked = (headers: Record<string, string>) => call(bed.platform.url + path, { headers });
  expect((await asked({})).status).toBe(401);
  expect((await asked(shown(bed.platform.platformToken))).status).toBe(401);
  expect((await asked({ authorization: `Bearer ${bed.platform.token}` })).status).toBe(200);
});

test.each(['evil.example.com', 'marea.localhost.evil.example.com', '169.254.169.254', 'localhost.'])(
  'a page whose name leads here does not: Host %s',
  async (host) => {
    for (const path of ['/health', '/services/predict/who', '/ingest'])
      expect((await call(bed.platform.url + path, { headers: { host } })).status).toBe(421);
  },
);
