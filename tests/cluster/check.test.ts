/** What `npm run check` says of a part that is down. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { examine } from '../../scripts/cluster/examination.ts';
import type { Part } from '../../scripts/cluster/health/part.ts';
import { NAMESPACE } from '../../scripts/cluster/manifests.ts';
import type { Resource } from '../../scripts/cluster/resource.ts';
import { stopForwarding } from './calls.ts';
import { deployed, ensureDeployed, kube, noCluster, patch, until } from './testbed.ts';

async function down(): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const part of examine(kube, 'local')) if (!part.ok) parts.push(part);
  return parts;
}
const told = (parts: readonly Part[], name: string): string | undefined =>
  parts.find((part) => part.name === name)?.detail;

/** Asks until the part is down: a cluster takes its time to notice. */
const tells = (name: string, what: RegExp): Promise<string> =>
  until(
    `${name}: ${what}`,
    async () => {
      const detail = told(await down(), name);
      return detail !== undefined && what.test(detail) ? detail : undefined;
    },
    90,
  );

describe.skipIf(noCluster)('npm run check', () => {
  beforeAll(ensureDeployed);
  afterEach(deployed);
  afterAll(stopForwarding);

  test('says that an image cannot be pulled', async () => {
    const { spec } = await kube.get<{ spec: { template: { spec: { containers: object[] } } } }>(
      'ksvc',
      'record',
      '-n',
      NAMESPACE,
    );
    const containers = spec.template.spec.containers.map((one) => ({
      ...one,
      image: 'dev.local/marea/functions:nowhere',
    }));
    await patch('ksvc', 'record', { spec: { template: { spec: { containers } } } });
    console.log(await tells('service record', /(ImagePullBackOff|ErrImagePull)/));
    // Its pod would be tried for ten minutes, as nothing but the revision's end ends it.
    const { status } = await kube.get<{ status: { latestCreatedRevisionName: string } }>(
      'ksvc',
      'record',
      '-n',
      NAMESPACE,
    );
    await deployed();
    await kube.run(['delete', 'revision', status.latestCreatedRevisionName, '-n', NAMESPACE]);
  });

  test('says that a Secret is missing', async () => {
    const secret = await kube.get<Resource>('secret', 'marea-objects', '-n', NAMESPACE);
    await kube.run(['delete', 'secret', 'marea-objects', '-n', NAMESPACE]);
    expect(told(await down(), 'secret marea-objects')).toContain('there is no such Secret');
    const { name, namespace } = secret.metadata;
    await kube.run(['create', '-f', '-'], JSON.stringify({ ...secret, metadata: { name, namespace } }));
  });

  test('says that the database is down', async () => {
    await kube.run(['scale', 'statefulset', 'postgres', '-n', NAMESPACE, '--replicas', '0']);
    await kube.run(['wait', 'pod', 'postgres-0', '-n', NAMESPACE, '--for=delete', '--timeout=90s']);
    const parts = await down();
    expect(told(parts, 'postgres')).toContain('scaled to 0');
    expect(told(parts, 'database')).toMatch(/postgres|no answer/i);
    console.log(told(parts, 'database'));
  });
});
