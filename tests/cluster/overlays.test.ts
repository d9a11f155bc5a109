/** Every overlay is what a real API server, with Knative's own validation, takes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { render } from '../../scripts/cluster/manifests.ts';
import { kindOf, type Resource } from '../../scripts/cluster/resource.ts';
import { kube, noCluster } from './testbed.ts';

const DRY = 'marea-dry-run';

/** Into another namespace: what runs would stand in the way, as a StatefulSet cannot be changed at will. */
const moved = (one: Resource): Resource => ({
  ...one,
  metadata: one.metadata.namespace === 'marea' ? { ...one.metadata, namespace: DRY } : one.metadata,
});

describe.skipIf(noCluster)('overlays', () => {
  beforeAll(async () => {
    await kube.run(['create', 'namespace', DRY]);
    // Knative tries a Service with its account, which a dry run does not make.
    for (const account of ['functions', 'rollout', 'reconcile', 'console'])
      await kube.run(['create', 'serviceaccount', account, '-n', DRY]);
  });
  afterAll(() => kube.run(['delete', 'namespace', DRY, '--wait=false']));

  test.each(['local', 'microk8s', 'production'])('%s', async (overlay) => {
    const resources = (await render(kube, overlay)).filter((one) => kindOf(one) !== 'v1/Namespace');
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: resources.map(moved) });
    const said = await kube.run(['apply', '--dry-run=server', '-f', '-'], list);
    expect(said.trim().split('\n')).toHaveLength(resources.length);
  });
});
