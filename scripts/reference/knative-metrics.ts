/**
 * Makes scripts/platform/metrics/fixtures/knative.json: which metrics Knative's parts have, with type, unit-bearing
 * name and labels, as a real cluster answers them. Needs kubectl, a cluster with Knative whose metrics are on
 * (config-observability), and a Service and a Trigger that have just been used:
 *
 *   npx tsx scripts/reference/knative-metrics.ts > scripts/platform/metrics/fixtures/knative.json
 */
import { kubectl } from '../cluster/kubectl.ts';
import type { Resource } from '../cluster/resource.ts';

/** Each part, with the pods that are it and the port of their metrics. */
const PARTS = {
  activator: { at: ['-n', 'knative-serving', '-l', 'app=activator'], port: 9090 },
  autoscaler: { at: ['-n', 'knative-serving', '-l', 'app=autoscaler'], port: 9090 },
  'queue-proxy': { at: ['-A', '-l', 'serving.knative.dev/service'], port: 9091 },
  'broker ingress': {
    at: ['-n', 'knative-eventing', '-l', 'eventing.knative.dev/brokerRole=ingress'],
    port: 9092,
  },
  'broker filter': {
    at: ['-n', 'knative-eventing', '-l', 'eventing.knative.dev/brokerRole=filter'],
    port: 9092,
  },
  'imc-dispatcher': {
    at: ['-n', 'knative-eventing', '-l', 'messaging.knative.dev/role=dispatcher'],
    port: 9090,
  },
} as const;

/** What is of interest: not the Go runtime, nor Knative's own queues. */
const KEPT = /^(kn_(revision|serving|eventing)_\w+|http_server_request_duration_seconds)$/;

interface Family {
  type: string;
  readonly labels: Set<string>;
}

const kube = kubectl();
const found: Record<string, Record<string, { type: string; labels: string[] }>> = {};
for (const [part, { at, port }] of Object.entries(PARTS)) {
  const { items } = await kube.get<{ items: Resource[] }>('pods', ...at);
  const pod = items.find(({ status }) => status?.phase === 'Running');
  if (!pod) throw new Error(`${part}: no pod runs (kubectl get pods ${at.join(' ')})`);
  const { namespace, name } = pod.metadata;
  const text = await kube.run([
    'get',
    '--raw',
    `/api/v1/namespaces/${namespace}/pods/${name}:${port}/proxy/metrics`,
  ]);
  found[part] = Object.fromEntries(
    [...families(text)]
      .filter(([metric]) => KEPT.test(metric))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([metric, { type, labels }]) => [metric, { type, labels: [...labels].sort() }]),
  );
}
console.log(JSON.stringify(found, null, 2));

/** The metrics in a text of Prometheus' format. */
function families(text: string): Map<string, Family> {
  const byName = new Map<string, Family>();
  for (const line of text.split('\n')) {
    const declared = /^# TYPE (\S+) (\S+)$/.exec(line);
    if (declared) byName.set(declared[1] ?? '', { type: declared[2] ?? '', labels: new Set() });
    const sample = /^([a-zA-Z_:][\w:]*)\{(.*)\} \S+/.exec(line);
    if (!sample) continue;
    const [, name = '', labels = ''] = sample;
    const family = byName.get(name) ?? byName.get(name.replace(/_(bucket|sum|count)$/, ''));
    for (const [, label = ''] of labels.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g))
      if (label !== 'le') family?.labels.add(label);
  }
  return byName;
}
