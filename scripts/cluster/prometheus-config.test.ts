/**
 * The labels that knative/observability/prometheus/prometheus.yml gives to the pods of a real cluster, as promtool finds
 * them. `fixtures/pods.json` is `kubectl get pods -A -o json` of one, without what is of no matter here.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';

const observability = join(import.meta.dirname, '../../knative/observability');
const noPromtool = spawnSync('promtool', ['--version']).status !== 0;
if (noPromtool) console.warn('the relabelling is not tested: there is no promtool');

interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Record<string, string>;
  };
  readonly spec: {
    readonly containers: readonly {
      readonly name: string;
      readonly ports: readonly { readonly name?: string; readonly containerPort: number }[];
    }[];
  };
  readonly status: { readonly phase: string; readonly podIP: string; readonly ready: string };
}
interface Job {
  readonly job_name: string;
  readonly kubernetes_sd_configs: readonly {
    readonly namespaces: { readonly names: readonly string[] };
    readonly selectors?: readonly { readonly label: string }[];
  }[];
  readonly relabel_configs: readonly object[];
}

const pods = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/pods.json'), 'utf8'),
) as readonly Pod[];
const config = parse(readFileSync(join(observability, 'prometheus/prometheus.yml'), 'utf8'), {
  merge: true,
}) as { readonly scrape_configs: readonly Job[] };
const folder = mkdtempSync(join(tmpdir(), 'marea-relabel-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As Prometheus documents its discovery by pods: a target for each port that a container declares. */
function discovered({ kubernetes_sd_configs: [discovery] }: Job): object[] {
  const { names = [] } = discovery?.namespaces ?? {};
  const [selector] = discovery?.selectors ?? [];
  return pods
    .filter(({ metadata }) => names.includes(metadata.namespace))
    .filter(({ metadata }) => !selector || selector.label in metadata.labels)
    .flatMap(({ metadata, spec, status }) =>
      spec.containers.flatMap((container) =>
        container.ports.map((port) => ({
          targets: [`${status.podIP}:${port.containerPort}`],
          labels: {
            __meta_kubernetes_namespace: metadata.namespace,
            __meta_kubernetes_pod_name: metadata.name,
            __meta_kubernetes_pod_phase: status.phase,
            __meta_kubernetes_pod_ready: status.ready,
            __meta_kubernetes_pod_container_name: container.name,
            __meta_kubernetes_pod_container_port_name: port.name ?? '',
            ...Object.fromEntries(
              Object.entries(metadata.labels).map(([label, value]) => [
                `__meta_kubernetes_pod_label_${label.replaceAll(/\W/g, '_')}`,
                value,
              ]),
            ),
          },
        })),
      ),
    );
}

type Target = Record<string, string>;

/** The targets that are left, with the labels that they get. */
function targets(name: string): Target[] {
  const job = config.scrape_configs.find(({ job_name }) => job_name === name);
  if (!job) throw new Error(`there is no job ${name}`);
  const found = join(folder, `${name}.json`);
  writeFileSync(found, JSON.stringify(discovered(job)));
  const { kubernetes_sd_configs: _, ...rest } = job;
  const file = join(folder, `${name}.yml`);
  writeFileSync(file, stringify({ scrape_configs: [{ ...rest, file_sd_configs: [{ files: [found] }] }] }));
  const { stdout, stderr } = spawnSync(
    'promtool',
    ['check', 'service-discovery', '--timeout=2s', file, name],
    {
      encoding: 'utf8',
    },
  );
  const all = JSON.parse(stdout || `"${stderr}"`) as { labels: Target }[];
  return all
    .map(({ labels }) => labels)
    .filter((labels) => labels && Object.keys(labels).length > 0)
    .map((labels) =>
      Object.fromEntries(
        Object.entries(labels).filter(([label]) => !label.startsWith('__') || label === '__address__'),
      ),
    );
}

const byPod = (found: readonly Target[]): Target[] =>
  [...found].sort((a, b) => String(a.pod).localeCompare(String(b.pod)));
const ip = (start: string): string =>
  pods.find(({ metadata }) => metadata.name.startsWith(start))?.status.podIP ?? '';
const name = (start: string): string =>
  pods.find(({ metadata }) => metadata.name.startsWith(start))?.metadata.name ?? '';

describe.skipIf(noPromtool)('targets', () => {
  const predict = {
    job: 'functions',
    namespace: 'marea',
    pod: name('predict-realtor'),
    service: 'predict-realtor',
    revision: 'predict-realtor-00005',
  };
  const record = {
    job: 'functions',
    namespace: 'marea',
    pod: name('record'),
    service: 'record',
    revision: 'record-00001',
  };

  test('functions: their own port, and which function it is; not one that crashes', () => {
    expect(byPod(targets('functions'))).toEqual([
      {
        ...predict,
        function: 'predict',
        __address__: `${ip('predict-realtor')}:8080`,
        instance: `${ip('predict-realtor')}:8080`,
      },
      {
        ...record,
        function: 'record',
        __address__: `${ip('record')}:8080`,
        instance: `${ip('record')}:8080`,
      },
    ]);
  });

  test('queue-proxy: its port 9091, with the revision that its own series do not name', () => {
    expect(byPod(targets('queue-proxy'))).toMatchObject([
      { ...predict, job: 'queue-proxy', __address__: `${ip('predict-realtor')}:9091` },
      { ...record, job: 'queue-proxy', __address__: `${ip('record')}:9091` },
    ]);
  });

  test("knative-serving: activator, autoscaler and controller, not webhooks or Kourier's controller", () => {
    expect(byPod(targets('knative-serving'))).toMatchObject([
      { component: 'activator', pod: name('activator'), __address__: `${ip('activator')}:9090` },
      { component: 'autoscaler', pod: name('autoscaler'), __address__: `${ip('autoscaler')}:9090` },
      { component: 'controller', pod: name('controller'), __address__: `${ip('controller')}:9090` },
    ]);
  });

  test("knative-eventing: the broker's two halves and the channel's dispatcher", () => {
    expect(byPod(targets('knative-eventing'))).toMatchObject([
      {
        component: 'imc-dispatcher',
        pod: name('imc-dispatcher'),
        __address__: `${ip('imc-dispatcher')}:9090`,
      },
      {
        component: 'broker-filter',
        pod: name('mt-broker-filter'),
        __address__: `${ip('mt-broker-filter')}:9092`,
      },
      {
        component: 'broker-ingress',
        pod: name('mt-broker-ingress'),
        __address__: `${ip('mt-broker-ingress')}:9092`,
      },
    ]);
  });
});

test.each([
  ['dashboards', '.json'],
  ['rules', '.yaml'],
])('each file in %s is in a ConfigMap', (part, extension) => {
  const { configMapGenerator } = parse(
    readFileSync(join(observability, part, 'kustomization.yaml'), 'utf8'),
  ) as { configMapGenerator: { name: string; files: string[] }[] };
  const there = readdirSync(join(observability, part)).filter(
    (file) => file.endsWith(extension) && file !== 'kustomization.yaml',
  );
  expect(configMapGenerator.flatMap(({ files }) => files).sort()).toEqual(there.sort());
});

test('Grafana gets each dashboard', () => {
  const deployment = readFileSync(join(observability, 'grafana/deployment.yaml'), 'utf8');
  const { configMapGenerator } = parse(
    readFileSync(join(observability, 'dashboards/kustomization.yaml'), 'utf8'),
  ) as { configMapGenerator: { name: string }[] };
  for (const { name: map } of configMapGenerator) expect(deployment).toContain(`name: ${map}\n`);
});
