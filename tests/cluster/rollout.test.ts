/** A promoted version goes live by steps on real Knative traffic, and back when it does not come up. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { predict, stopForwarding } from './calls.ts';
import { followProduction, patchService, promote, service } from './promotion.ts';
import { ensureServed } from './served.ts';
import { noCluster, sql } from './testbed.ts';
import { oneTruth } from './truth.ts';

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
    expect(history).toMatch(/^promoted: a test .*; revision predict-realtor-\d+ serves version 1$/);
    expect([...seen]).toEqual([10, 50]);
    const { spec: after } = await service();
    expect(after.traffic).toEqual([{ latestRevision: true, percent: 100 }]);
    await oneTruth(1);
  });

  test('leaves everything with the old revision when the new one does not become ready', async () => {
    await sql(`insert into marea.model_versions (name, version, source) values ('realtor', 4711, '')`);
    expect(await promote(4711)).toMatch(
      /^rolled back: a test .*; revision predict-realtor-\d+ did not become ready: not within 30 s: .*no object .*\/4711\//,
    );
    expect(JSON.parse((await predict()).text)).toMatchObject({ model_version: 1 });
    const { status } = await service();
    expect(status.traffic).toMatchObject([{ latestRevision: true, percent: 100 }]);
    expect(status.conditions.find(({ type }) => type === 'Ready')).toMatchObject({ status: 'True' });
    await oneTruth(1);
    await sql(`delete from marea.model_versions where version = 4711`);
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
      await patchService({ spec: { traffic: [{ revisionName: stable, percent: 100 }] } });
    });
    expect(history).toContain('was changed by somebody else: left as it is');
    expect((await service()).status.traffic).toMatchObject([{ revisionName: stable, percent: 100 }]);
  });
});
