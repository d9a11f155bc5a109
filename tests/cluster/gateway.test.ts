/** What a client at the outer gateway reaches: the functions that are for the outside, by their own host, and no other. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMESPACE } from '../../scripts/cluster/manifests.ts';
import type { Resource } from '../../scripts/cluster/resource.ts';
import { send } from '../../shared/runtime/send.ts';
import { hostOf, ingress, stopForwarding } from './calls.ts';
import { ensureDeployed, kube, noCluster } from './testbed.ts';

const OUTSIDE = ['console', 'entrance', 'predict-diabetes', 'predict-realtor', 'registry'];

/** Whether a function answers there: the gateway says 404 with no body for a host that it does not know. */
async function answers(host: string): Promise<boolean> {
  const url = new URL('/health', await ingress());
  const { status, text } = await send(url, { method: 'GET', headers: { host }, timeoutMs: 120_000 });
  if (status === 404 && text === '') return false;
  expect([200, 503]).toContain(status);
  return true;
}

describe.skipIf(noCluster)('the outer gateway', () => {
  let names: string[];
  let domain: string;
  beforeAll(async () => {
    await ensureDeployed();
    const { items } = await kube.get<{ items: Resource[] }>('ksvc', '-n', NAMESPACE);
    names = items.map(({ metadata }) => metadata.name);
    domain = (await hostOf('console')).slice('console.'.length);
  });
  afterAll(stopForwarding);

  test('leads to predict, the console, the registry and the entrance', async () => {
    const reached = await Promise.all(names.map((name) => answers(`${name}.${domain}`)));
    expect(names.filter((_, index) => reached[index]).sort()).toEqual(OUTSIDE);
  });

  test('leads nobody to a function by the name that it has within the cluster', async () => {
    const inner = names.flatMap((name) => [`${name}.${NAMESPACE}.svc.cluster.local`, `${name}.${NAMESPACE}`]);
    const reached = await Promise.all(inner.map(answers));
    expect(inner.filter((_, index) => reached[index])).toEqual([]);
  });
});
