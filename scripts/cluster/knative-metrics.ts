/** Knative's own metrics in Prometheus' form: off unless its ConfigMaps say so, which its parts read when they start. */
import type { Kubectl } from './kubectl.ts';

interface Home {
  readonly namespace: string;
  readonly wanted: Readonly<Record<string, string>>;
  /** Deployments whose metrics are asked for. */
  readonly parts: readonly string[];
}

const HOMES: readonly Home[] = [
  {
    namespace: 'knative-serving',
    wanted: { 'metrics-protocol': 'prometheus', 'request-metrics-protocol': 'prometheus' },
    parts: ['activator', 'autoscaler', 'controller'],
  },
  {
    namespace: 'knative-eventing',
    wanted: { 'metrics-protocol': 'prometheus' },
    parts: ['mt-broker-ingress', 'mt-broker-filter', 'imc-dispatcher'],
  },
];

const MAP = 'config-observability';

/** Changes and restarts only what tells them otherwise. @returns what was done, in a line */
export async function turnMetricsOn(kubectl: Kubectl, timeout: string): Promise<string> {
  const done: string[] = [];
  for (const home of HOMES) done.push(...(await turnOn(kubectl, home, timeout)));
  return done.length === 0
    ? "Knative's metrics were on"
    : `Knative's metrics turned on, and its parts restarted: ${done.join(', ')} in ${MAP}`;
}

async function turnOn(
  kubectl: Kubectl,
  { namespace, wanted, parts }: Home,
  timeout: string,
): Promise<string[]> {
  const { data = {} } = await kubectl.get<{ data?: Record<string, string> }>(
    'configmap',
    MAP,
    '-n',
    namespace,
  );
  const other = Object.entries(wanted).filter(([key, value]) => data[key] !== value);
  if (other.length === 0) return [];
  const patch = JSON.stringify({ data: wanted });
  await kubectl.run(['patch', 'configmap', MAP, '-n', namespace, '--type', 'merge', '-p', patch]);
  const names = parts.map((part) => `deployment/${part}`);
  // A broker of another class has other parts.
  const there = (await kubectl.run(['get', '-n', namespace, '-o', 'name', '--ignore-not-found', ...names]))
    .split('\n')
    .filter(Boolean);
  await kubectl.run(['rollout', 'restart', '-n', namespace, ...there]);
  for (const one of there) await kubectl.run(['rollout', 'status', '-n', namespace, one, timeout]);
  return other.map(([key, value]) => `${namespace}'s ${key} is ${value}, was ${data[key] ?? 'none'}`);
}
