/** A version asked for by hand, and what `rollout` makes of it. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { NAMESPACE } from '../../scripts/cluster/manifests.ts';
import type { KnativeService } from '../../shared/runtime/knative/api.ts';
import { pinOf, VERSION_LABEL } from '../../shared/runtime/knative/pinned.ts';
import { emit } from './calls.ts';
import { kube, patch, sql, until } from './testbed.ts';

export interface Service {
  readonly spec: { readonly traffic?: readonly Share[] };
  readonly status: {
    readonly latestReadyRevisionName: string;
    readonly traffic: readonly Share[];
    readonly conditions: readonly { readonly type: string; readonly status: string }[];
  };
}
export interface Share {
  readonly revisionName?: string;
  readonly latestRevision?: boolean;
  readonly percent?: number;
  readonly tag?: string;
}

export const service = (): Promise<Service> => kube.get<Service>('ksvc', 'predict-realtor', '-n', NAMESPACE);
export const patchService = (change: unknown): Promise<string> => patch('ksvc', 'predict-realtor', change);

/** Shares that the canary has from now on, each told once, as the API server tells of each change. */
export function watchShares(): { end(): Promise<number[]> } {
  const shown = '-o=jsonpath={.status.traffic}{"\\n"}';
  const child = spawn('kubectl', ['get', 'ksvc', 'predict-realtor', '-n', NAMESPACE, '--watch', shown]);
  const shares = new Set<number>();
  const over = new Promise((ended) => child.on('exit', ended));
  createInterface(child.stdout).on('line', (line) => {
    const canary =
      line === '' ? undefined : (JSON.parse(line) as Share[]).find(({ tag }) => tag === 'canary');
    if (canary?.percent) shares.add(canary.percent);
  });
  return {
    async end() {
      child.kill();
      await over;
      return [...shares];
    },
  };
}

let events = 0;
/** @returns the last line of the version's history, when the rollout has ended */
export async function promote(version: number, watch: () => Promise<void> = async () => {}): Promise<string> {
  events += 1;
  const id = `cluster-test-${Date.now()}-${events}`;
  await emit({
    id,
    source: '/test',
    type: 'dev.marea.version.requested',
    dataset: 'realtor',
    data: { version, reason: 'a test', by: 'cluster tests' },
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
        `select event, reason from marea.model_history where event in ('promoted', 'rolled back') order by id desc limit 1`,
      );
      return row?.join(': ');
    },
    120,
    500,
  );
}

/** A revision that follows production is what a rollout replaces. */
export async function followProduction(): Promise<void> {
  const { spec } = await kube.get<KnativeService>('ksvc', 'predict-realtor', '-n', NAMESPACE);
  const { containers } = pinOf(spec.template, undefined);
  const metadata = { labels: { [VERSION_LABEL]: null } };
  await patchService({
    spec: { template: { metadata, spec: { containers } }, traffic: [{ latestRevision: true, percent: 100 }] },
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
