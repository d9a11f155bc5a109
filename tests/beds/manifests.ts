/** For tests of the embedded platform: short ways to write resources. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

export function writeManifests(folder: string, resources: readonly object[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'all.yaml'), resources.map((resource) => stringify(resource)).join('---\n'));
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: 'marea',
  };
  writeFileSync(join(folder, 'kustomization.yaml'), stringify({ ...kustomization, resources: ['all.yaml'] }));
}

export const config = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'config' },
  data: { GREETING: 'hello' },
};

export function service(
  name: string,
  {
    annotations = {},
    env = {},
    labels = {},
    concurrency = 0,
    timeoutSeconds = 10,
  }: {
    readonly annotations?: Record<string, string>;
    readonly env?: Record<string, string>;
    readonly labels?: Record<string, string>;
    readonly concurrency?: number;
    readonly timeoutSeconds?: number;
  } = {},
) {
  const scaling = Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [`autoscaling.knative.dev/${key}`, value]),
  );
  const variables = Object.entries({ FUNCTION: 'fake', ...env }).map(([key, value]) => ({
    name: key,
    value,
  }));
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: { name, labels },
    spec: {
      template: {
        metadata: { annotations: scaling },
        spec: {
          containerConcurrency: concurrency,
          timeoutSeconds,
          containers: [
            {
              image: 'functions:0.1.0',
              env: variables,
              envFrom: [{ configMapRef: { name: 'config' } }],
              readinessProbe: { httpGet: { path: '/health' } },
            },
          ],
        },
      },
    },
  };
}

const to = (name: string) => ({
  ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name },
});

export function broker(name: string, { retry = 3, async = false, deadLetters = '' } = {}) {
  return {
    apiVersion: 'eventing.knative.dev/v1',
    kind: 'Broker',
    metadata: {
      name,
      annotations: async ? { 'messaging.knative.dev/async-handler': 'true' } : {},
    },
    spec: {
      delivery: {
        retry,
        backoffPolicy: 'linear',
        backoffDelay: 'PT0.01S',
        ...(deadLetters ? { deadLetterSink: to(deadLetters) } : {}),
      },
    },
  };
}

export function trigger(name: string, from: string, type: string, subscriber: string) {
  return {
    apiVersion: 'eventing.knative.dev/v1',
    kind: 'Trigger',
    metadata: { name },
    spec: {
      broker: from,
      filter: { attributes: { type } },
      subscriber: to(subscriber),
    },
  };
}
