import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { config, service } from '../../../tests/beds/manifests.ts';
import { call, type Testbed, testbed, until } from '../../../tests/beds/platform.ts';

let bed: Testbed;
afterEach(() => bed.stop());

const who = async (bed: Testbed, name: string, query = '') => {
  const { status, body } = await call(`${bed.platform.url}/services/${name}/who${query}`);
  expect(status, body).toBe(200);
  return JSON.parse(body) as {
    revision: string;
    pid: number;
    most: number;
    greeting: string;
    path: string;
  };
};

test('a service starts on its first request, by host and by path, and nothing runs before', async () => {
  bed = await testbed([config, service('hello')]);
  expect(bed.platform.pods()).toEqual([]);
  const byHost = await call(`${bed.platform.url}/who?a=1`, {
    headers: { host: 'hello.marea.localhost:8080' },
  });
  expect(JSON.parse(byHost.body)).toMatchObject({
    revision: 'hello-00001',
    greeting: 'hello',
    path: '/who?a=1',
  });
  const byPath = await call(`${bed.platform.url}/services/hello/who`);
  expect(JSON.parse(byPath.body)).toMatchObject({
    path: '/who',
    prefix: '/services/hello',
  });
  expect(bed.platform.pods('hello')).toHaveLength(1);
});

test('an environment given to the platform goes before a ConfigMap', async () => {
  bed = await testbed([config, service('hello')], {
    env: { GREETING: 'good day' },
  });
  expect((await who(bed, 'hello')).greeting).toBe('good day');
});

test('a service that is not used goes to zero after its window, and comes back', async () => {
  bed = await testbed([config, service('hello', { annotations: { window: '1s' } })]);
  const first = await who(bed, 'hello');
  await until(() => bed.platform.pods().length === 0);
  expect((await who(bed, 'hello')).pid).not.toBe(first.pid);
});

test('pods never have more requests than containerConcurrency, and are as many as max-scale allows', async () => {
  bed = await testbed([config, service('one', { concurrency: 1, annotations: { 'max-scale': '3' } })], {
    machineScale: 8,
  });
  const answers = await Promise.all(Array.from({ length: 12 }, () => who(bed, 'one', '?ms=100')));
  expect(Math.max(...answers.map(({ most }) => most))).toBe(1);
  expect(new Set(answers.map(({ pid }) => pid)).size).toBe(3);
});

test('a request at a pod that is killed is answered 502, and the next one by a new pod', async () => {
  bed = await testbed([config, service('hello')]);
  const { pid } = await who(bed, 'hello');
  expect((await call(`${bed.platform.url}/services/hello/die`)).status).toBe(502);
  expect((await who(bed, 'hello')).pid).not.toBe(pid);
});

test('an answer that takes longer than timeoutSeconds is a 504', async () => {
  bed = await testbed([config, service('slow', { timeoutSeconds: 1 })]);
  expect((await call(`${bed.platform.url}/services/slow/who?ms=5000`)).status).toBe(504);
});

test('a function that cannot start is a 503, not an endless wait; why is for operators', async () => {
  bed = await testbed([config, service('broken', { env: { CRASH: 'no such model' } })]);
  const { url, token } = bed.platform;
  const { status, body } = await call(`${url}/services/broken/who`);
  expect({ status, body: JSON.parse(body) }).toEqual({
    status: 503,
    body: { error: 'broken-00001 is not available' },
  });
  const why = expect.stringMatching(
    /^broken-00001-\w+ ended before it was ready \(status 3\): Error: no such model$/,
  );
  expect(bed.observations).toContainEqual(
    expect.objectContaining({ kind: 'log', service: 'broken', line: why }),
  );
  const shown = await call(`${url}/apis/serving.knative.dev/v1/namespaces/marea/revisions/broken-00001`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(JSON.parse(shown.body).status.conditions).toContainEqual(
    expect.objectContaining({ type: 'ContainerHealthy', status: 'False', message: why }),
  );
});

test('bodies stream through, larger than any buffer', async () => {
  bed = await testbed([config, service('hello')]);
  const body = Buffer.alloc(8 * 1024 * 1024, 'marea');
  const answer = await call(`${bed.platform.url}/services/hello/echo`, {
    method: 'POST',
    body,
  });
  expect(answer.body.length).toBe(body.length);
});

test('a foreign host is turned away, an unknown service is not found', async () => {
  bed = await testbed([config, service('hello')]);
  expect((await call(bed.platform.url, { headers: { host: 'evil.example.com' } })).status).toBe(421);
  expect(
    (
      await call(bed.platform.url, {
        headers: { host: 'nobody.marea.localhost' },
      })
    ).status,
  ).toBe(404);
  expect((await call(`${bed.platform.url}/health`)).status).toBe(200);
});

test('stop leaves no process behind', async () => {
  bed = await testbed([config, service('hello')]);
  const { pid } = await who(bed, 'hello');
  await bed.platform.stop();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('a service with a minimum has its pods without any request; a revision that lost its traffic needs none', async () => {
  const always = (greeting: string) =>
    service('always', { annotations: { 'min-scale': '1', window: '1s' }, env: { GREETING: greeting } });
  bed = await testbed([config, always('hello')]);
  await until(() => bed.platform.pods('always').some(({ state }) => state === 'ready'));
  const token = bed.platform.token;
  const patch = await call(
    `${bed.platform.url}/kubernetes/${token}/apis/serving.knative.dev/v1/namespaces/marea/services/always`,
    {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({ spec: { template: always('good day').spec.template } }),
    },
  );
  expect(patch.status, patch.body).toBe(200);
  await until(() => {
    const pods = bed.platform.pods('always');
    return pods.length === 1 && pods.every(({ revision }) => revision === 'always-00002');
  });
  await sleep(2500);
  expect(bed.platform.pods('always').map(({ revision }) => revision)).toEqual(['always-00002']);
});
