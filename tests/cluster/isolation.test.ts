/** What a pod of another namespace reaches. Only where the cluster enforces NetworkPolicies: CLUSTER_POLICIES=enforced. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMESPACE } from '../../scripts/cluster/manifests.ts';
import type { Resource } from '../../scripts/cluster/resource.ts';
import { call, hostOf, stopForwarding } from './calls.ts';
import { ensureDeployed, kube, noCluster, pods, until } from './testbed.ts';

const STRANGER = 'marea-stranger';
const enforced = process.env.CLUSTER_POLICIES === 'enforced';
if (!enforced) console.warn('isolation is not tested: set CLUSTER_POLICIES=enforced where policies are');

/** Tries each address and prints what came: a status, or that nothing did. */
const TRY = `
const net = require('node:net');
const connect = (target) => new Promise((resolve) => {
  const socket = net.connect({ host: target.host, port: target.port, timeout: 4000 });
  const end = (reached) => { socket.destroy(); resolve(reached); };
  socket.on('connect', () => end(true)).on('timeout', () => end(false)).on('error', () => end(false));
});
const targets = JSON.parse(process.env.TARGETS);
Promise.all(targets.map(connect)).then((reached) => console.log(JSON.stringify(reached)));
`;

interface Target {
  readonly host: string;
  readonly port: number;
}

const NAMED: readonly Target[] = [
  { host: 'postgres.marea.svc.cluster.local', port: 5432 },
  { host: 'minio.marea.svc.cluster.local', port: 9000 },
  { host: 'clean.marea.svc.cluster.local', port: 80 },
  { host: 'predict-realtor.marea.svc.cluster.local', port: 80 },
  { host: 'broker-ingress.knative-eventing.svc.cluster.local', port: 80 },
];
const OUTER: Target = { host: 'kourier.kourier-system.svc.cluster.local', port: 80 };

/** A function's own port, queue-proxy's, and those of its numbers, at a pod that runs. */
async function podTargets(): Promise<Target[]> {
  expect((await call('console', 'GET', '/health')).status).toBe(200);
  const [pod] = await pods('console');
  const { podIP = '' } = (pod?.status ?? {}) as { podIP?: string };
  return [8080, 8012, 9090, 9091].map((port) => ({ host: podIP, port }));
}

describe.skipIf(noCluster || !enforced)('a pod of another namespace', () => {
  let image = '';
  beforeAll(async () => {
    await ensureDeployed();
    const { spec } = await kube.get<Resource>('ksvc', 'console', '-n', NAMESPACE);
    image =
      (spec as { template: { spec: { containers: { image: string }[] } } }).template.spec.containers[0]
        ?.image ?? '';
    await kube.run(['create', 'namespace', STRANGER]);
  });
  afterAll(async () => {
    stopForwarding();
    await kube.run(['delete', 'namespace', STRANGER, '--wait=false']);
  });

  test('reaches the outer listener, with predict behind it, and nothing else', async () => {
    expect(await hostOf('predict-realtor')).toContain('predict-realtor');
    const targets = [...NAMED, ...(await podTargets()), OUTER];
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'stranger', namespace: STRANGER },
      spec: {
        restartPolicy: 'Never',
        containers: [
          {
            name: 'try',
            image,
            command: ['node', '-e', TRY],
            env: [{ name: 'TARGETS', value: JSON.stringify(targets) }],
          },
        ],
      },
    };
    await kube.run(['create', '-f', '-'], JSON.stringify(pod));
    await until(
      'the attempts',
      async () => {
        const { status } = await kube.get<Resource>('pod', 'stranger', '-n', STRANGER);
        return (status as { phase?: string }).phase === 'Succeeded' ? true : undefined;
      },
      60,
    );
    const reached = JSON.parse(await kube.run(['logs', 'stranger', '-n', STRANGER])) as boolean[];
    expect(targets.filter((_, index) => reached[index])).toEqual([OUTER]);
  });
});
