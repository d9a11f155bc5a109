/** A canary that does worse, under live traffic: it is taken back, and only its own requests suffer. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMESPACE } from '../../scripts/cluster/manifests.ts';
import { predict, stopForwarding } from './calls.ts';
import { type Answer, load } from './load.ts';
import { followProduction, patchService, promote, service } from './promotion.ts';
import { ensureServed } from './served.ts';
import { allAtZero, kube, noCluster } from './testbed.ts';
import { oneTruth } from './truth.ts';

/** predict itself, whose runs of a model are spoiled: `before` is what happens before a run. */
const spoiled = (before: string): string => `
import { InferenceSession } from 'onnxruntime-node';
const { run } = InferenceSession.prototype;
let runs = 0;
InferenceSession.prototype.run = async function (...given) {
  runs += 1;
  ${before}
  return await run.apply(this, given);
};
await import('/app/index.js');
`;

interface Template {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly containers: readonly { env: { name: string; value?: string }[] }[] };
    };
  };
}

/** What the next revision is made of, while the traffic stays where it is. @returns the revision that has it */
async function spoil(before: string): Promise<string> {
  await followProduction();
  const { status } = await service();
  const stable = status.traffic.find(({ percent }) => percent === 100)?.revisionName ?? '';
  const { spec } = await kube.get<Template>('ksvc', 'predict-realtor', '-n', NAMESPACE);
  const containers = spec.template.spec.containers.map((container) => ({
    ...container,
    command: ['node', '--input-type=module', '--eval', spoiled(before)],
  }));
  await patchService({
    spec: { template: { spec: { containers } }, traffic: [{ revisionName: stable, percent: 100 }] },
  });
  return stable;
}

/** Rolls it out under load. */
async function rolledOutUnderLoad(): Promise<{ history: string; answers: Answer[] }> {
  let over = false;
  const answers = load({ connections: 25, restMs: 250, goOn: () => !over });
  await pause(3_000);
  const history = await promote(1);
  await pause(5_000);
  over = true;
  return { history, answers: await answers };
}

describe.skipIf(noCluster)('a canary that does worse', () => {
  beforeAll(ensureServed);
  afterAll(async () => {
    await followProduction();
    await allAtZero(300);
    stopForwarding();
  });

  /** The Service is as it was: one revision, unspoiled and the newest, has it all. */
  const asBefore = async (): Promise<void> => {
    const { spec } = await kube.get<Template & { spec: { traffic: unknown } }>(
      'ksvc',
      'predict-realtor',
      '-n',
      NAMESPACE,
    );
    expect(spec.traffic).toEqual([{ latestRevision: true, percent: 100 }]);
    expect(spec.template.spec.containers[0]).not.toHaveProperty('command');
    expect((await predict()).status).toBe(200);
    await oneTruth();
  };

  test('by failures is taken back, and no request fails but those that it had', async () => {
    const stable = await spoil(`if (runs > 5 && runs % 3 === 0) throw new Error('a test');`);
    const { history, answers } = await rolledOutUnderLoad();
    const failed = answers.filter(({ status }) => status !== 200);
    console.log(`${answers.length} answers, ${failed.length} failed; ${history}`);
    expect(history).toMatch(
      new RegExp(`^rolled back: a test .*; back to ${stable} at 10 %: \\d+ of \\d+ requests failed$`),
    );
    expect(failed.length).toBeGreaterThan(0);
    // By the function: a gateway's failure would be a 502, 503 or 504, a lost connection 0.
    expect(new Set(failed.map(({ status }) => status))).toEqual(new Set([500]));
    const last = Math.max(...answers.map(({ at }) => at));
    expect(failed.filter(({ at }) => at > last - 4)).toEqual([]);
    await asBefore();
  });

  test('by its latency is taken back, and no request fails', async () => {
    const stable = await spoil('await new Promise((resolve) => setTimeout(resolve, 2000));');
    const { history, answers } = await rolledOutUnderLoad();
    console.log(`${answers.length} answers; ${history}`);
    expect(history).toMatch(
      new RegExp(
        `^rolled back: a test .*; back to ${stable} at (10|50) %: 95 % of its requests take up to \\d`,
      ),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    await asBefore();
  });
});
