/** A promoted version goes live by steps on real Knative traffic, and back when it does not come up. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMESPACE } from '../../scripts/cluster/manifests.ts';
import { emit, predict, stopForwarding } from './calls.ts';
import { ensureServed } from './served.ts';
import { kube, noCluster, sql, until } from './testbed.ts';

interface Service {
  readonly spec: { readonly traffic?: readonly Share[] };
  readonly status: {
    readonly latestReadyRevisionName: string;
    readonly traffic: readonly Share[];
    readonly conditions: readonly { readonly type: string; readonly status: string }[];
  };
}
interface Share {
  readonly revisionName?: string;
  readonly latestRevision?: boolean;
  readonly percent?: number;
  readonly tag?: string;
}

const service = (): Promise<Service> => kube.get<Service>('ksvc', 'predict-realtor', '-n', NAMESPACE);
const patch = (change: unknown): Promise<string> =>
  kube.run([
    'patch',
    'ksvc',
    'predict-realtor',
    '-n',
    NAMESPACE,
    '--type',
    'merge',
    '-p',
    JSON.stringify(change),
  ]);

let events = 0;
/** @returns the last line of the version's history, when the rollout has ended */
async function promote(version: number, watch: () => Promise<void> = async () => {}): Promise<string> {
  events += 1;
  const id = `cluster-test-${Date.now()}-${events}`;
  const [run = ''] =
    (await sql(`select id from marea.runs where dataset = 'realtor' and parent_id is null limit 1`))[0] ?? [];
  await emit({
    id,
    source: '/test',
    type: 'dev.marea.model.promoted',
    dataset: 'realtor',
    data: { version, run, reason: 'a test' },
  });
  return await until(
    `the rollout of version ${version}`,
    async () => {
      await watch();
      const [done] = await sql(
        `select status from marea.stages where stage = 'rollout' and event_id = '${id}'`,
      );
      if (done?.[0] !== 'done') return undefined;
      const [row] = await sql(
        `select event, reason from marea.model_history where event like 'rolled%' order by id desc limit 1`,
      );
      return row?.join(': ');
    },
    120,
    500,
  );
}

/** A revision that follows production is what a rollout replaces. */
async function followProduction(): Promise<void> {
  const { spec } = await kube.get<{
    spec: { template: { spec: { containers: { env: { name: string; value?: string }[] }[] } } };
  }>('ksvc', 'predict-realtor', '-n', NAMESPACE);
  const containers = spec.template.spec.containers.map((container) => ({
    ...container,
    env: container.env.map((one) => (one.name === 'MODEL_VERSION' ? { ...one, value: 'production' } : one)),
  }));
  await patch({
    spec: { template: { spec: { containers } }, traffic: [{ latestRevision: true, percent: 100 }] },
  });
  await kube.run([
    'wait',
    'ksvc',
    'predict-realtor',
    '-n',
    NAMESPACE,
    '--for=condition=Ready',
    '--timeout=60s',
  ]);
}

describe.skipIf(noCluster)('rollout', () => {
  beforeAll(ensureServed);
  afterAll(stopForwarding);

  test('sends the new revision 10 %, then 50 %, then all', async () => {
    await followProduction();
    const seen = new Set<number>();
    const history = await promote(1, async () => {
      const { status } = await service();
      const canary = status.traffic.find(({ tag }) => tag === 'canary');
      if (canary?.percent) seen.add(canary.percent);
    });
    expect(history).toMatch(/^rolled out: revision predict-realtor-\d+ serves version 1$/);
    expect([...seen]).toEqual([10, 50]);
    const { spec: after } = await service();
    expect(after.traffic).toEqual([{ latestRevision: true, percent: 100 }]);
    expect(JSON.parse((await predict()).text)).toMatchObject({ model_version: 1 });
  });

  test('leaves everything with the old revision when the new one does not become ready', async () => {
    expect(await promote(4711)).toMatch(
      /^rolled back: revision predict-realtor-\d+ did not become ready: not within 30 s: .*4711\/model.onnx$/,
    );
    expect(JSON.parse((await predict()).text)).toMatchObject({ model_version: 1 });
    const { status } = await service();
    expect(status.traffic).toMatchObject([{ latestRevision: true, percent: 100 }]);
    expect(status.conditions.find(({ type }) => type === 'Ready')).toMatchObject({ status: 'True' });
  });

  test('leaves alone what a person sets meanwhile', async () => {
    await followProduction();
    const { status } = await service();
    const stable = status.traffic.find(({ percent }) => percent === 100)?.revisionName ?? '';
    let byHand = false;
    const history = await promote(1, async () => {
      const canary = (await service()).status.traffic.find(({ tag }) => tag === 'canary');
      if (byHand || canary?.percent !== 10) return;
      byHand = true;
      await patch({ spec: { traffic: [{ revisionName: stable, percent: 100 }] } });
    });
    expect(history).toContain('was changed by somebody else at 10 %');
    expect((await service()).status.traffic).toMatchObject([{ revisionName: stable, percent: 100 }]);
  });
});
