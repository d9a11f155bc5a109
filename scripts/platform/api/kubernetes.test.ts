import { afterEach, expect, test } from 'vitest';
import { shown } from '../../../shared/runtime/access/platform-header.ts';
import { config, service } from '../../../tests/beds/manifests.ts';
import { call, type Testbed, testbed, until } from '../../../tests/beds/platform.ts';

let bed: Testbed;
afterEach(() => bed.stop());

const services = '/apis/serving.knative.dev/v1/namespaces/marea/services';

async function api(path: string, method = 'GET', body?: unknown, type = 'application/merge-patch+json') {
  const headers = {
    authorization: `Bearer ${bed.platform.token}`,
    'content-type': type,
  };
  const got = await call(bed.platform.url + path, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: got.status, json: JSON.parse(got.body) };
}

const greet = (greeting: string) => ({
  spec: {
    template: {
      spec: {
        containers: [
          {
            image: 'functions:0.1.0',
            env: [
              { name: 'FUNCTION', value: 'fake' },
              { name: 'GREETING', value: greeting },
            ],
            readinessProbe: { httpGet: { path: '/health' } },
          },
        ],
      },
    },
  },
});

const ready = (name: string) =>
  until(async () => {
    const { json } = await api(`${services}/${name}`);
    const { status } = json.status.conditions.find(({ type }: { type: string }) => type === 'Ready');
    return status !== 'Unknown' && { ...json, ready: status };
  });

const greetings = async (path: string, times: number): Promise<string[]> => {
  const answers = await Promise.all(Array.from({ length: times }, () => call(bed.platform.url + path)));
  return answers.map(({ body }) => JSON.parse(body).greeting);
};

test('a Service is shown as Knative shows it', async () => {
  bed = await testbed([config, service('hello')]);
  const { json } = await api(services);
  expect(json).toMatchObject({
    kind: 'ServiceList',
    items: [
      {
        kind: 'Service',
        metadata: { name: 'hello', namespace: 'marea', generation: 1 },
        status: {
          latestReadyRevisionName: 'hello-00001',
          url: expect.stringMatching(/^http:\/\/hello\.marea\.localhost:\d+$/),
          traffic: [{ revisionName: 'hello-00001', percent: 100, latestRevision: true }],
        },
      },
    ],
  });
  expect((await api(`${services}/nobody`)).json).toMatchObject({
    kind: 'Status',
    reason: 'NotFound',
    code: 404,
  });
});

test('without the token nothing is told', async () => {
  bed = await testbed([config, service('hello')]);
  expect((await call(bed.platform.url + services)).status).toBe(401);
});

test('a new template is a new revision, which takes the traffic when it is ready', async () => {
  bed = await testbed([config, service('hello')]);
  const { status, json } = await api(`${services}/hello`, 'PATCH', greet('moin'));
  expect(status, JSON.stringify(json)).toBe(200);
  expect(json.metadata.generation).toBe(2);
  const after = await ready('hello');
  expect(after.status.latestReadyRevisionName).toBe('hello-00002');
  expect(await greetings('/services/hello/who', 3)).toEqual(['moin', 'moin', 'moin']);
});

test('a revision that does not start never takes traffic, and says why', async () => {
  bed = await testbed([config, service('hello')]);
  const broken = greet('x');
  broken.spec.template.spec.containers[0]?.env.push({
    name: 'CRASH',
    value: 'model 7 is not there',
  });
  await api(`${services}/hello`, 'PATCH', broken);
  const after = await ready('hello');
  expect(after.ready).toBe('False');
  expect(JSON.stringify(after.status.conditions)).toContain('model 7 is not there');
  expect(after.status).toMatchObject({
    latestCreatedRevisionName: 'hello-00002',
    latestReadyRevisionName: 'hello-00001',
  });
  expect(await greetings('/services/hello/who', 1)).toEqual(['hello']);
});

test('a revision whose first pods are killed before they are ready becomes ready all the same', async () => {
  bed = await testbed([config, service('hello')]);
  let killed = 0;
  bed.platform.observe((observation) => {
    if (observation.kind !== 'pod' || observation.state !== 'started' || killed === 5) return;
    killed += 1;
    process.kill(observation.pid, 'SIGKILL');
  });
  await api(`${services}/hello`, 'PATCH', greet('moin'));
  expect((await ready('hello')).ready).toBe('True');
  expect(killed).toBe(5);
  expect(await greetings('/services/hello/who', 1)).toEqual(['moin']);
});

test('traffic is split by percent, and a tag leads to its revision', async () => {
  bed = await testbed([config, service('hello')]);
  await api(`${services}/hello`, 'PATCH', greet('moin'));
  await ready('hello');
  const traffic = [
    { revisionName: 'hello-00001', percent: 75 },
    { revisionName: 'hello-00002', percent: 25, tag: 'canary' },
  ];
  expect((await api(`${services}/hello`, 'PATCH', { spec: { traffic } })).status).toBe(200);
  const moins = (await greetings('/services/hello/who', 400)).filter(
    (greeting) => greeting === 'moin',
  ).length;
  // Binomial(400, 0.25): outside of this less than once in a hundred thousand runs.
  expect(moins).toBeGreaterThan(60);
  expect(moins).toBeLessThan(140);
  expect(await greetings('/services/canary-hello/who', 2)).toEqual(['moin', 'moin']);
});

test('traffic that is no whole, a field that Knative does not have, and an old resourceVersion are refused', async () => {
  bed = await testbed([config, service('hello')]);
  const half = await api(`${services}/hello`, 'PATCH', {
    spec: { traffic: [{ latestRevision: true, percent: 50 }] },
  });
  expect(half).toMatchObject({
    status: 422,
    json: { message: expect.stringContaining('sum to 50') },
  });
  const misspelt = await api(`${services}/hello`, 'PATCH', {
    spec: { template: { spec: { containerConcurency: 1 } } },
  });
  expect(misspelt).toMatchObject({
    status: 422,
    json: {
      message: expect.stringContaining('unknown field containerConcurency'),
    },
  });
  const { json } = await api(`${services}/hello`);
  const percent = [{ op: 'add', path: '/metadata/labels/a', value: 'b' }];
  expect((await api(`${services}/hello`, 'PATCH', percent, 'application/json-patch+json')).status).toBe(200);
  expect((await api(`${services}/hello`, 'PUT', json, 'application/json')).status).toBe(409);
});

test('traffic to a revision that does not exist leaves the traffic where it was', async () => {
  bed = await testbed([config, service('hello')]);
  await api(`${services}/hello`, 'PATCH', {
    spec: { traffic: [{ revisionName: 'hello-00009', percent: 100 }] },
  });
  const after = await ready('hello');
  expect(after.ready).toBe('False');
  expect(JSON.stringify(after.status.conditions)).toContain('hello-00009');
  // Who begins to watch only now is told as well: kn waits for it.
  const { json } = await api(services);
  const query = `?watch=true&timeoutSeconds=1&resourceVersion=${json.metadata.resourceVersion}`;
  const watched = await call(bed.platform.url + services + query, {
    headers: { authorization: `Bearer ${bed.platform.token}` },
  });
  expect(watched.body).toContain('Revision \\"hello-00009\\" not found');
  expect(await greetings('/services/hello/who', 1)).toEqual(['hello']);
});

test('a Service cannot be created here, and that is said', async () => {
  bed = await testbed([config, service('hello')]);
  const { status, json } = await api(services, 'POST', { metadata: { name: 'other' } });
  expect(status).toBe(405);
  expect(json.message).toMatch(/not possible on the embedded platform/);
});

test('pods are listed with the labels of their revision', async () => {
  bed = await testbed([config, service('hello'), service('other')]);
  await greetings('/services/hello/who', 1);
  await greetings('/services/other/who', 1);
  const { json } = await api(
    '/api/v1/namespaces/marea/pods?labelSelector=serving.knative.dev%2Fservice%3Dhello',
  );
  expect(json.items).toHaveLength(1);
  const [pod] = json.items;
  expect(pod.metadata.labels['serving.knative.dev/revision']).toBe('hello-00001');
  const port = pod.spec.containers[0].ports[0].containerPort;
  const headers = shown(bed.platform.platformToken);
  expect((await call(`http://${pod.status.podIP}:${port}/health`, { headers })).status).toBe(200);
});

test('a watch tells each change', async () => {
  bed = await testbed([config, service('hello')]);
  const { json } = await api(services);
  const query = `?watch=true&fieldSelector=metadata.name%3Dhello&timeoutSeconds=1&resourceVersion=${json.metadata.resourceVersion}`;
  const watching = call(bed.platform.url + services + query, {
    headers: { authorization: `Bearer ${bed.platform.token}` },
  });
  await api(`${services}/hello`, 'PATCH', {
    metadata: { annotations: { note: 'seen' } },
  });
  const lines = (await watching).body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    {
      type: 'MODIFIED',
      object: { metadata: { annotations: { note: 'seen' } } },
    },
  ]);
});

test('revisions and traffic outlive a restart; what changed in the manifest is changed, what was set by hand stays', async () => {
  bed = await testbed([config, service('hello')]);
  await api(`${services}/hello`, 'PATCH', greet('moin'));
  await ready('hello');
  await api(`${services}/hello`, 'PATCH', {
    spec: { traffic: [{ revisionName: 'hello-00001', percent: 100 }] },
  });
  await bed.platform.stop();

  const second = await testbed([config, service('hello', { env: { GREETING: 'hello' } })], {
    data: bed.data,
  });
  try {
    const answer = await call(`${second.platform.url}/services/hello/who`);
    expect(JSON.parse(answer.body)).toMatchObject({
      revision: 'hello-00001',
      greeting: 'hello',
    });
  } finally {
    await second.stop();
  }
});
