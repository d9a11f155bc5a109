/** A subscriber that fails nine times of ten: the broker delivers again and again, and the counts are exact. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMESPACE } from '../../scripts/cluster/manifests.ts';
import type { Resource } from '../../scripts/cluster/resource.ts';
import { ended, listings, post, stopForwarding } from './calls.ts';
import { ensureServed } from './served.ts';
import { kube, noCluster, patch } from './testbed.ts';

const ROWS = 3_000;

/** Stands before `clean`: refuses each event nine times, half of them after `clean` has done its work. */
const FLAKY = `
const http = require('node:http');
const seen = new Map();
http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (request.method === 'GET') return response.end();
  const times = (seen.get(request.headers['ce-id']) ?? 0) + 1;
  seen.set(request.headers['ce-id'], times);
  const pass = () => new Promise((resolve, reject) => {
    const passed = http.request('http://clean.marea.svc.cluster.local', {
      method: 'POST',
      headers: { ...request.headers, host: 'clean.marea.svc.cluster.local' },
    }, (answer) => answer.resume().on('end', () => resolve(answer.statusCode)));
    passed.on('error', reject);
    passed.end(Buffer.concat(chunks));
  });
  const status = times % 2 === 0 || times > 9 ? await pass().catch(() => 502) : 500;
  response.writeHead(times > 9 ? status : 500).end();
}).listen(8080);
`;

const flaky = (image: string): object => ({
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Service',
  metadata: {
    name: 'flaky',
    namespace: NAMESPACE,
    labels: { 'networking.knative.dev/visibility': 'cluster-local' },
  },
  spec: {
    template: {
      metadata: {
        annotations: { 'autoscaling.knative.dev/min-scale': '1', 'autoscaling.knative.dev/max-scale': '1' },
      },
      spec: {
        serviceAccountName: 'functions',
        containers: [
          {
            image,
            command: ['node', '-e', FLAKY],
            securityContext: {
              runAsNonRoot: true,
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
              seccompProfile: { type: 'RuntimeDefault' },
            },
          },
        ],
      },
    },
  },
});

/** It calls a function, as no function does. */
const policies = [
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'flaky', namespace: NAMESPACE },
    spec: {
      podSelector: { matchLabels: { 'serving.knative.dev/service': 'flaky' } },
      policyTypes: ['Egress'],
      egress: [{}],
    },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'flaky', namespace: 'kourier-system' },
    spec: {
      podSelector: { matchLabels: { app: '3scale-kourier-gateway' } },
      policyTypes: ['Ingress'],
      ingress: [
        { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': NAMESPACE } } }] },
      ],
    },
  },
];

const subscriber = (name: string): Promise<string> => {
  const change = {
    spec: { subscriber: { ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name } } },
  };
  return patch('trigger', 'clean', change);
};

describe.skipIf(noCluster)('a subscriber that fails nine times of ten', () => {
  beforeAll(async () => {
    await ensureServed();
    const { spec } = await kube.get<Resource>('ksvc', 'clean', '-n', NAMESPACE);
    const { template } = spec as { template: { spec: { containers: { image: string }[] } } };
    const items = [flaky(template.spec.containers[0]?.image ?? ''), ...policies];
    await kube.run(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    await kube.run(['wait', 'ksvc', 'flaky', '-n', NAMESPACE, '--for=condition=Ready', '--timeout=90s']);
    await subscriber('flaky');
    await kube.run(['wait', 'trigger', 'clean', '-n', NAMESPACE, '--for=condition=Ready', '--timeout=60s']);
  });
  afterAll(async () => {
    await subscriber('clean');
    await kube.run(['delete', 'ksvc', 'flaky', '-n', NAMESPACE]);
    for (const { metadata } of policies)
      await kube.run(['delete', 'networkpolicy', metadata.name, '-n', metadata.namespace]);
    stopForwarding();
  });

  test('gets each event until it takes it, and each row is counted once', async () => {
    const batches = [1, 2, 3].map((number) => `storm-${Date.now()}-${number}`);
    await Promise.all(batches.map((batch, index) => post(batch, listings(index + 5, ROWS).csv)));
    for (const batch of batches) {
      const { received, clean, rejected, duplicate } = await ended(batch, 500);
      expect([received, clean + rejected + duplicate]).toEqual([ROWS, ROWS]);
    }
  });
});
