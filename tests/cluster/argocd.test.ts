/**
 * Argo CD keeps the platform as it is in git, and leaves to `rollout`, and to whoever moves traffic by hand, what is
 * theirs. It needs Argo CD on the cluster, and in ARGOCD_REPOSITORY the address of a git repository that it reads and
 * that may be overwritten.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMESPACE } from '../../scripts/cluster/manifests.ts';
import type { Resource } from '../../scripts/cluster/resource.ts';
import type { KnativeService } from '../../shared/runtime/knative/api.ts';
import { servedBy } from '../../shared/runtime/knative/pinned.ts';
import { predict, stopForwarding } from './calls.ts';
import {
  application,
  type Checkout,
  checkout,
  comparedAgain,
  noArgoCd,
  prepareCluster,
  synced,
} from './gitops.ts';
import { followProduction, patchService, promote, service, watchShares } from './promotion.ts';
import { ensureServed } from './served.ts';
import { deployFresh, kube, patch, until } from './testbed.ts';
import { oneTruth } from './truth.ts';

const PREDICT = 'knative/predict/predict.yaml';

describe.skipIf(noArgoCd)('under Argo CD', () => {
  let git: Checkout;
  const knative = (name = 'predict-realtor'): Promise<KnativeService> =>
    kube.get<KnativeService>('ksvc', name, '-n', NAMESPACE);
  const isServed = async (version: number): Promise<void> => {
    const { status, text } = await predict();
    expect([status, (JSON.parse(text) as { model_version?: number }).model_version]).toEqual([200, version]);
  };

  beforeAll(async () => {
    await prepareCluster();
    await deployFresh();
    await ensureServed();
    git = await checkout();
  });
  afterAll(async () => {
    stopForwarding();
    await git.remove();
  });

  test('what `deploy` made is taken over, in sync, and the served version stays', async () => {
    await synced(await git.apply());
    const { spec } = await knative();
    expect(JSON.stringify(spec.template.spec.containers)).toContain('fieldRef');
    expect(servedBy(spec.template)).toBe(1);
    await isServed(1);
    expect((await comparedAgain()).sync?.status).toBe('Synced');
  });

  test('a rollout goes its way, and what it leaves stays in sync', async () => {
    await followProduction();
    const watched = watchShares();
    const history = await promote(1);
    const seen = await watched.end();
    expect(history).toMatch(/^promoted: a test .*; revision predict-realtor-\d+ serves version 1$/);
    expect(seen).toEqual([10, 50]);
    const after = await knative();
    expect((await comparedAgain()).sync?.status).toBe('Synced');
    expect((await knative()).spec).toEqual(after.spec);
    await isServed(1);
    await oneTruth(1);
  });

  test('a change in git makes a revision of the same version', async () => {
    const before = (await service()).status.latestReadyRevisionName;
    await synced(await git.change(PREDICT, 'timeoutSeconds: 60', 'timeoutSeconds: 61'));
    const { spec } = await knative();
    expect(spec.template.spec.timeoutSeconds).toBe(61);
    expect(servedBy(spec.template)).toBe(1);
    // In sync is what git says; Knative makes a revision of it in its own time.
    await until(
      'another revision',
      async () => {
        const ready = (await service()).status.latestReadyRevisionName;
        return ready === before ? undefined : ready;
      },
      120,
    );
    await isServed(1);
  });

  test('a change of its containers in git arrives, too', async () => {
    const variable = 'value: production\n';
    const other = '            - name: LOG_LEVEL\n              value: debug\n';
    await synced(await git.change(PREDICT, variable, variable + other));
    const { spec } = await knative();
    expect(JSON.stringify(spec.template.spec.containers)).toContain('"value":"debug"');
    expect(servedBy(spec.template)).toBe(1);
    await isServed(1);
  });

  test('traffic set by hand stays, also when git changes', async () => {
    const { traffic = [] } = (await knative()).status ?? {};
    const revisions = await kube.get<{ items: Resource[] }>(
      'revisions',
      '-n',
      NAMESPACE,
      '-l',
      'serving.knative.dev/service=predict-realtor',
      '--sort-by',
      '.metadata.creationTimestamp',
    );
    const older = revisions.items.at(-2)?.metadata.name;
    expect(traffic[0]?.revisionName).not.toBe(older);
    const byHand = [{ revisionName: older, percent: 100, latestRevision: false }];
    await patchService({ spec: { traffic: byHand } });
    await comparedAgain();
    expect((await knative()).spec.traffic).toEqual(byHand);
    await synced(await git.change(PREDICT, 'timeoutSeconds: 61', 'timeoutSeconds: 62'));
    expect((await knative()).spec.traffic).toEqual(byHand);
    await patchService({ spec: { traffic: [{ latestRevision: true, percent: 100 }] } });
  });

  test('a trigger that leads nowhere is seen', async () => {
    const [file, there, nowhere] = [
      'eventing/base/trigger-drift.yaml',
      '      name: drift',
      '      name: nowhere',
    ];
    await git.change(file, there, nowhere);
    const isDegraded = async () => (await application()).health?.status === 'Degraded' || undefined;
    await until('Degraded', isDegraded, 120);
    await synced(await git.change(file, nowhere, there));
  });

  test('what is deleted or changed by hand comes back', async () => {
    await kube.run(['delete', 'trigger', 'drift', '-n', NAMESPACE]);
    await patch('ksvc', 'clean', { spec: { template: { spec: { timeoutSeconds: 7 } } } });
    await until('the trigger', () => kube.find('trigger', 'drift', '-n', NAMESPACE), 120);
    await until(
      'the timeout',
      async () => {
        const { spec } = await kube.get<KnativeService>('ksvc', 'clean', '-n', NAMESPACE);
        return spec.template.spec.timeoutSeconds !== 7 || undefined;
      },
      120,
    );
    expect((await comparedAgain()).sync?.status).toBe('Synced');
  });
});
