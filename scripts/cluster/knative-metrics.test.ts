import { expect, test } from 'vitest';
import { turnMetricsOn } from './knative-metrics.ts';
import type { Kubectl } from './kubectl.ts';

/** A cluster with these values in config-observability of each namespace; remembers what it was told to do. */
function cluster(values: Record<string, Record<string, string>>): { kubectl: Kubectl; told: string[] } {
  const told: string[] = [];
  const run = async (args: readonly string[]): Promise<string> => {
    if (args[0] === 'get') return args.filter((arg) => arg.startsWith('deployment/')).join('\n');
    told.push(args.join(' '));
    return '';
  };
  const get = async <T>(...args: string[]): Promise<T> => ({ data: values[args.at(-1) ?? ''] }) as T;
  return { kubectl: { run, get, find: get }, told };
}

const SERVING = { 'metrics-protocol': 'prometheus', 'request-metrics-protocol': 'prometheus' };

test('metrics that are on stay as they are, and nothing is restarted', async () => {
  const { kubectl, told } = cluster({
    'knative-serving': { ...SERVING, 'tracing-protocol': 'none' },
    'knative-eventing': { 'metrics-protocol': 'prometheus' },
  });
  expect(await turnMetricsOn(kubectl, '--timeout=1s')).toBe("Knative's metrics were on");
  expect(told).toEqual([]);
});

test('where they are off, the ConfigMap is patched and what reads it at its start is restarted', async () => {
  const { kubectl, told } = cluster({ 'knative-serving': SERVING, 'knative-eventing': {} });
  expect(await turnMetricsOn(kubectl, '--timeout=1s')).toContain(
    "knative-eventing's metrics-protocol is prometheus, was none",
  );
  const parts = ['mt-broker-ingress', 'mt-broker-filter', 'imc-dispatcher'].map(
    (part) => `deployment/${part}`,
  );
  expect(told).toEqual([
    'patch configmap config-observability -n knative-eventing --type merge -p {"data":{"metrics-protocol":"prometheus"}}',
    `rollout restart -n knative-eventing ${parts.join(' ')}`,
    ...parts.map((part) => `rollout status -n knative-eventing ${part} --timeout=1s`),
  ]);
});

test('metrics that go elsewhere are taken over: one place at a time is all that Knative has', async () => {
  const { kubectl, told } = cluster({
    'knative-serving': { ...SERVING, 'request-metrics-protocol': 'http/protobuf' },
    'knative-eventing': { 'metrics-protocol': 'prometheus' },
  });
  expect(await turnMetricsOn(kubectl, '--timeout=1s')).toContain(
    "knative-serving's request-metrics-protocol is prometheus, was http/protobuf",
  );
  expect(told[0]).toContain('"request-metrics-protocol":"prometheus"');
});
