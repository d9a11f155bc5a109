/**
 * What a user of a cluster waits for, measured, as a table: `npm run test:cluster -- figures`. Nothing here fails for
 * being slow: a machine has other work too, and the goals stand beside the figures.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Figure, figuresTable, leftOut, median, realFile } from '../../scripts/benchmarks/figure.ts';
import { wayOf, withPlatform } from '../../scripts/benchmarks/running.ts';
import { build } from '../../scripts/build.ts';
import { NAMESPACE } from '../../scripts/cluster/manifests.ts';
import { ended, listings, post, predict, stopForwarding } from './calls.ts';
import { p95Of, steady } from './steady.ts';
import { allAtZero, deployFresh, kube, noCluster, pods, until } from './testbed.ts';

const STARTS = 7;
const FILE = 'realtor.csv.gz';

describe.skipIf(noCluster)('figures', () => {
  const figures: Figure[] = [];
  const add = (what: string, value: number | undefined, unit: string, goal: string, note = ''): void => {
    figures.push({ what, value, unit, goal, note });
  };
  beforeAll(async () => {
    add('deployed from an empty namespace', await deployFresh(), 's', '< 180');
  });
  afterAll(() => {
    stopForwarding();
    console.log(figuresTable(figures));
  });

  test('from a posted file to its model in production', async () => {
    const file = realFile(FILE);
    const what = `${FILE} posted -> model in production`;
    if (!file) {
      figures.push(leftOut(what, 's', 'at most 2x', FILE));
      await post('first', listings(1, 24_000).csv);
      expect((await ended('first')).outcome).toBe('promoted');
      return;
    }
    const csv = await readFile(file);
    const started = performance.now();
    await post('first', csv);
    expect((await ended('first', 600)).outcome).toBe('promoted');
    const here = (performance.now() - started) / 1000;
    add('every function at zero after that', await allAtZero(300), 's', '< 90');
    await build();
    const { seconds } = await withPlatform((platform) => wayOf(platform, 'realtor', file));
    add(what, here, 's', '', 'on the cluster');
    add(
      '  on the embedded platform',
      seconds,
      's',
      '',
      `${(here / seconds).toFixed(2)} times, goal at most 2`,
    );
  });

  test('predict from zero', async () => {
    const [whole, own]: [number[], number[]] = [[], []];
    for (let start = 0; start < STARTS; start++) {
      await atZero();
      const started = performance.now();
      expect((await predict()).status).toBe(200);
      whole.push((performance.now() - started) / 1000);
      own.push(await startOfProcess());
    }
    const range = (values: readonly number[]): string =>
      `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)} s, ${STARTS} starts`;
    add('predict from zero, median', median(whole), 's', '< 1.6', range(whole));
    add('  of which the process', median(own), 's', '< 0.4', range(own));
  });

  test('the way through ingress and queue-proxy', async () => {
    await predict();
    const [pod] = await running();
    const { podIP = '', podName = '' } = pod ?? {};
    add('memory of a predict pod at rest', await anonymousMegabytes(podName), 'MB', '< 120', 'anonymous');
    const [through, direct]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < 3; turn++) {
      through.push(...(await steady({ rate: 50, seconds: 10 })));
      direct.push(...(await steady({ rate: 50, seconds: 10, at: `http://${podIP}:8080` })));
    }
    const [p95Through, p95Direct] = [p95Of(through), p95Of(direct)];
    const note = `${p95Through.toFixed(1)} ms through, ${p95Direct.toFixed(1)} ms at the pod`;
    add('overhead at 50 requests/s, p95', p95Through - p95Direct, 'ms', '< 15', note);
  });
});

/** Of predict, without those that are on their way out. */
async function running(): Promise<{ podIP: string; podName: string }[]> {
  const found = await pods('predict-realtor');
  return found
    .filter(({ metadata }) => !('deletionTimestamp' in metadata))
    .map(({ metadata, status }) => ({ podName: metadata.name, podIP: (status as { podIP: string }).podIP }));
}

const atZero = (): Promise<true> =>
  until('predict at zero', async () => ((await running()).length === 0 ? true : undefined), 240);

/** What the newest pod says of its start. */
async function startOfProcess(): Promise<number> {
  const [pod] = await running();
  const log = await kube.run(['logs', pod?.podName ?? '', '-n', NAMESPACE, '-c', 'function']);
  const [, seconds] = /"seconds":([\d.]+),"msg":"ready"/.exec(log) ?? [];
  return Number(seconds);
}

/** Memory that is the process's own: pages of files are shared by the pods of a node. */
async function anonymousMegabytes(pod: string): Promise<number> {
  const status = await kube.run([
    'exec',
    pod,
    '-n',
    NAMESPACE,
    '-c',
    'function',
    '--',
    'cat',
    '/proc/1/status',
  ]);
  const [, kilobytes] = /^RssAnon:\s+(\d+) kB$/m.exec(status) ?? [];
  return Number(kilobytes) / 1024;
}
