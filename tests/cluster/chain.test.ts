/** From an empty namespace to a served model, and to nothing that runs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examine } from '../../scripts/cluster/examination.ts';
import type { Part } from '../../scripts/cluster/health/part.ts';
import { NAMESPACE } from '../../scripts/cluster/manifests.ts';
import type { Resource } from '../../scripts/cluster/resource.ts';
import { ended, type Ledger, listings, post, predict, stopForwarding } from './calls.ts';
import { QUICK } from './served.ts';
import { allAtZero, configure, deployed, deployFresh, kube, noCluster, pods, until } from './testbed.ts';
import { oneTruth } from './truth.ts';

const ROWS = 24_000;

describe.skipIf(noCluster)('a platform deployed from nothing', () => {
  let seconds = 0;
  beforeAll(async () => {
    seconds = await deployFresh();
    await configure(QUICK);
  });
  afterAll(stopForwarding);

  test('is ready within three minutes', () => {
    console.log(`deployed in ${seconds.toFixed(0)} s`);
    expect(seconds).toBeLessThan(180);
  });

  test('is well in all its parts', async () => {
    const parts: Part[] = [];
    for await (const part of examine(kube, 'local')) parts.push(part);
    expect(parts.filter(({ ok }) => !ok)).toEqual([]);
    expect(parts.length).toBeGreaterThan(40);
  });

  test('deployed once more, it stays as it is', async () => {
    const revisions = async () =>
      (await kube.get<{ items: Resource[] }>('revisions', '-n', NAMESPACE)).items.map(
        ({ metadata }) => metadata.name,
      );
    const before = await revisions();
    await deployed();
    expect(await revisions()).toEqual(before);
  });

  let ledger: Ledger;
  test('makes a served model of a posted batch, and counts each row once', async () => {
    const started = performance.now();
    await post('first', listings(1, ROWS).csv);
    ledger = await ended('first');
    console.log(`posted -> served in ${((performance.now() - started) / 1000).toFixed(0)} s`);
    expect(ledger.outcome).toBe('promoted');
    expect(ledger.received).toBe(ROWS);
    expect(ledger.clean + ledger.rejected + ledger.duplicate).toBe(ROWS);
  });

  test('serves it from a revision that is pinned to it', async () => {
    // A candidate looks each second whether it is in production by now.
    const text = await until(
      'an answer of production',
      async () => {
        const answer = await predict();
        expect(answer.status, answer.text).toBe(200);
        return JSON.parse(answer.text).model_stage === 'Production' ? answer.text : undefined;
      },
      30,
    );
    expect(JSON.parse(text)).toMatchObject({ model_version: 1 });
    const service = await kube.get<{ spec: unknown }>('ksvc', 'predict-realtor', '-n', NAMESPACE);
    expect(JSON.stringify(service.spec)).toContain('{"name":"MODEL_VERSION","value":"1"}');
    await oneTruth(1);
  });

  test('keeps that model when it is deployed again', async () => {
    await deployed();
    expect(JSON.parse((await predict()).text)).toMatchObject({ model_version: 1 });
    await oneTruth(1);
  });

  test('goes to zero, all of it, and stays there', async () => {
    console.log(`all at zero after ${(await allAtZero()).toFixed(0)} s`);
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    expect(await pods()).toEqual([]);
  });

  test('answers from zero', async () => {
    const started = performance.now();
    expect((await predict()).status).toBe(200);
    console.log(`answered from zero in ${Math.round(performance.now() - started)} ms`);
  });
});
