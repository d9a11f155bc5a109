/**
 * Prometheus on the cluster: it finds what there is to ask, and what it learns of scaling is what kubectl sees. In
 * namespaces of its own, with the manifests of the project moved there, so that no deployment is touched.
 */
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { render } from '../../scripts/cluster/manifests.ts';
import { renderObservability } from '../../scripts/cluster/observability.ts';
import { KNATIVE_SERVICE, kindOf, type Resource } from '../../scripts/cluster/resource.ts';
import { createSecret } from '../../scripts/cluster/secrets.ts';
import { forwarded, ingress, stopForwarding } from './calls.ts';
import { image, kube, noCluster, until } from './testbed.ts';

/** In place of `marea` and `marea-observability`. */
const OBSERVED = 'marea-observed';
const OBSERVING = 'marea-observability-test';
const KNATIVE = ['knative-serving', 'knative-eventing'];

const apply = (items: readonly Resource[]): Promise<string> =>
  kube.run(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));

/** The same resource where it stands in nobody's way. */
function moved(one: Resource): Resource {
  const text = JSON.stringify(one)
    .replaceAll('marea-observability', OBSERVING)
    .replaceAll('"namespace":"marea"', `"namespace":"${OBSERVED}"`)
    .replaceAll('names: [marea]', `names: [${OBSERVED}]`);
  const resource = JSON.parse(text) as Resource & { roleRef?: { name: string } };
  if (!KNATIVE.includes(resource.metadata.namespace ?? '')) return resource;
  const name = 'prometheus-test';
  return {
    ...resource,
    metadata: { ...resource.metadata, name },
    ...(resource.roleRef ? { roleRef: { ...resource.roleRef, name } } : {}),
  } as Resource;
}

/** What a function finds in its namespace: account, configuration, network policies; nothing that runs. */
const isGround = (one: Resource): boolean =>
  one.metadata.namespace === 'marea' &&
  ['networking.k8s.io/NetworkPolicy', 'v1/ConfigMap', 'v1/ServiceAccount'].includes(kindOf(one));

/** A function that answers at once, few at a time: what scales it is how many ask. */
function stepsService(observe: Resource): Resource {
  const { template } = observe.spec as { template: { metadata: object; spec: { containers: object[] } } };
  const env = [{ name: 'FUNCTION', value: 'record' }];
  const annotations = {
    'autoscaling.knative.dev/max-scale': '4',
    'autoscaling.knative.dev/target': '2',
    'autoscaling.knative.dev/window': '10s',
    'queue.sidecar.serving.knative.dev/cpu-resource-request': '5m',
  };
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: { name: 'steps', namespace: OBSERVED },
    spec: {
      template: {
        metadata: { annotations },
        spec: {
          ...template.spec,
          containerConcurrency: 2,
          containers: [{ ...template.spec.containers[0], env }],
        },
      },
    },
  };
}

describe.skipIf(noCluster)('a Prometheus on the cluster', () => {
  let prometheus = '';
  let all: Resource[] = [];

  beforeAll(async () => {
    for (const name of [OBSERVED, OBSERVING])
      await kube.run(['delete', 'namespace', name, '--ignore-not-found', '--timeout=120s']);
    await kube.run(['create', 'namespace', OBSERVED]);
    await createSecret(
      kube,
      'marea-observe',
      { DATABASE_URL: 'postgres://nobody@nowhere:5432/no' },
      OBSERVED,
    );
    await apply((await render(kube, 'local')).filter(isGround).map(moved));
    all = (await renderObservability(kube, 'local', image)).map(moved);
    // Grafana asks Prometheus what the tests here ask; its image need not be at hand.
    const resources = all.filter(({ metadata }) => metadata.name !== 'grafana');
    await apply(resources);
    const observe = resources.find((one) => kindOf(one) === KNATIVE_SERVICE);
    if (!observe) throw new Error('knative/observability has no Knative Service');
    await apply([stepsService(observe)]);
    await kube.run([
      'wait',
      'ksvc/steps',
      'ksvc/observe',
      '-n',
      OBSERVED,
      '--for=condition=Ready',
      '--timeout=120s',
    ]);
    await kube.run(['rollout', 'status', 'statefulset/prometheus', '-n', OBSERVING, '--timeout=180s']);
    prometheus = await forwarded(OBSERVING, 'prometheus', 9090);
  });
  afterAll(async () => {
    stopForwarding();
    for (const namespace of KNATIVE)
      await kube.run(['delete', 'role/prometheus-test', 'rolebinding/prometheus-test', '-n', namespace]);
    await kube.run(['delete', 'namespace', OBSERVED, OBSERVING, '--wait=false']);
  });

  test('the API server takes all of it, Grafana and its dashboards too', async () => {
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: all });
    const said = await kube.run(['apply', '--dry-run=server', '-f', '-'], list);
    expect(said.trim().split('\n')).toHaveLength(all.length);
    const kinds = all.filter(({ metadata }) => metadata.name === 'grafana').map(kindOf);
    expect(kinds.sort()).toEqual(['apps/Deployment', 'v1/Service']);
    expect(all.filter(({ metadata }) => metadata.name.startsWith('dashboard-'))).toHaveLength(5);
  });

  test.each([
    ['functions', ['namespace', 'pod', 'service', 'revision', 'function'], 2],
    ['queue-proxy', ['namespace', 'pod', 'service', 'revision'], 2],
    ['knative-serving', ['namespace', 'pod', 'component'], 3],
    ['knative-eventing', ['namespace', 'pod', 'component'], 3],
  ] as const)(
    'job %s: its targets are up, with the labels by which they are asked for',
    async (job, labels, least) => {
      if (least === 2) await asked('steps', 2, 3);
      const up = await until(
        `${least} targets of ${job} that are up`,
        async () => {
          const found = (await targets()).filter((one) => one.labels.job === job && one.health === 'up');
          return found.length >= least ? found : undefined;
        },
        60,
      );
      for (const one of up)
        expect(Object.keys(one.labels).sort()).toEqual([...labels, 'instance', 'job'].sort());
    },
  );

  test('pods over time are those that kubectl sees, from zero to several and back', async () => {
    const began = Date.now() / 1000;
    const seen: { at: number; ready: number }[] = [];
    const looking = new AbortController();
    const look = (async () => {
      while (!looking.signal.aborted) {
        seen.push({ at: Date.now() / 1000, ready: await readyPods('steps') });
        await pause(500);
      }
    })();
    for (const [connections, seconds] of [
      [2, 15],
      [12, 30],
      [4, 20],
    ] as const)
      await asked('steps', connections, seconds);
    await until('zero pods', async () => ((await readyPods('steps')) === 0 ? true : undefined), 120);
    await pause(15_000);
    looking.abort();
    await look;
    const series = await range(
      'kn_revision_pods_count{kn_service_name="steps"}',
      began + 10,
      Date.now() / 1000,
    );
    const most = Math.max(...seen.map(({ ready }) => ready));
    console.log(
      `kubectl saw ${most} pods at most; Prometheus: ${series.map(([, value]) => value).join(' ')}`,
    );
    expect(most).toBeGreaterThanOrEqual(2);
    expect(Math.max(...series.map(([, value]) => value))).toBe(most);
    expect(series.at(-1)?.[1]).toBe(0);
    // Between two looks of the autoscaler (2 s) and two scrapes (5 s) the one may be ahead of the other.
    const apart = series.filter(([at, value]) => {
      const near = seen.filter((one) => one.at > at - 10 && one.at < at + 3).map(({ ready }) => ready);
      return near.length > 0 && (value < Math.min(...near) || value > Math.max(...near));
    });
    expect(apart, `of ${series.length} points these are none that kubectl saw near them`).toEqual([]);
  });

  test.each([
    'kn_serving_invocation_duration_seconds_count{service="steps",revision="steps-00001"}',
    'http_server_request_duration_seconds_count{kn_service_name="steps",kn_revision_name="steps-00001"}',
    'kn_revision_pods_desired{kn_service_name="steps",kn_revision_name="steps-00001"}',
    'process_resident_memory_bytes{function="steps",revision="steps-00001"}',
  ])('the revision is known by name: %s', async (selector) => {
    expect((await instant(`last_over_time(${selector}[10m])`)).length).toBeGreaterThan(0);
  });

  const get = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`${prometheus}/api/v1/${path}`);
    const { status, data, error } = (await answer.json()) as { status: string; data: T; error?: string };
    if (status !== 'success') throw new Error(`${path}: ${error}`);
    return data;
  };
  const targets = async () =>
    (await get<{ activeTargets: { labels: Record<string, string>; health: string }[] }>('targets'))
      .activeTargets;
  const instant = async (query: string) =>
    (await get<{ result: unknown[] }>(`query?query=${encodeURIComponent(query)}`)).result;
  const range = async (query: string, start: number, end: number): Promise<[number, number][]> => {
    const { result } = await get<{ result: { values: [number, string][] }[] }>(
      `query_range?query=${encodeURIComponent(query)}&start=${start}&end=${end}&step=5`,
    );
    expect(result).toHaveLength(1);
    return (result[0]?.values ?? []).map(([at, value]) => [at, Number(value)]);
  };
});

async function readyPods(service: string): Promise<number> {
  const { items } = await kube.get<{ items: Resource[] }>(
    'pods',
    '-n',
    OBSERVED,
    '-l',
    `serving.knative.dev/service=${service}`,
  );
  return items.filter(
    ({ metadata, status }) =>
      !('deletionTimestamp' in metadata) &&
      status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
  ).length;
}

/** So many connections, each of which asks again as soon as it has its answer. */
async function asked(service: string, connections: number, seconds: number): Promise<void> {
  const { status } = await kube.get<Resource>('ksvc', service, '-n', OBSERVED);
  const { host } = new URL(String((status as { url?: string }).url));
  const url = await ingress();
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const end = Date.now() + seconds * 1000;
  const ask = (): Promise<void> =>
    new Promise((resolve) => {
      const sent = request(`${url}/health`, { agent, headers: { host } }, (answer) =>
        answer.resume().on('end', resolve),
      );
      sent.on('error', () => resolve()).end();
    });
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (Date.now() < end) await ask();
    }),
  );
  agent.destroy();
}
