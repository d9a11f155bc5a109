/** Nothing wakes for nothing: after a deployment and after a chain all goes to zero, and stays there. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ended, listings, post, stopForwarding } from './calls.ts';
import { podSeconds } from './pod-seconds.ts';
import { ensureServed, QUICK } from './served.ts';
import { allAtZero, configure, deployFresh, noCluster, pods } from './testbed.ts';

const ROUNDS = [1, 2, 3, 4, 5];
const AT_ZERO_SECONDS = 90;
const IDLE_MINUTES = 15;
/** One tick of the clock may fall into the time; what it wakes has the shortest window. */
const WOKEN_SECONDS = 90;

describe.skipIf(noCluster)('what has nothing to do', () => {
  afterAll(stopForwarding);

  test.each(ROUNDS)(
    'is at zero within 90 s after a deployment and after a chain, round %i',
    async (round) => {
      await deployFresh();
      const deployed = await allAtZero(AT_ZERO_SECONDS);
      await configure(QUICK);
      await post('first', listings(1, 24_000).csv);
      expect((await ended('first')).outcome).toBe('promoted');
      const chain = await allAtZero(AT_ZERO_SECONDS);
      const told = [deployed, chain].map((seconds) => seconds.toFixed(0));
      console.log(`round ${round}: at zero ${told[0]} s after a deployment, ${told[1]} s after a chain`);
    },
    1_200_000,
  );
});

describe.skipIf(noCluster)('an idle deployment', () => {
  beforeAll(async () => {
    await ensureServed();
    await allAtZero(300);
  });
  afterAll(stopForwarding);

  test('has no pods but those that the clock wakes, for 15 minutes', async () => {
    const watch = podSeconds(pods);
    await pause(IDLE_MINUTES * 60_000);
    const spent = await watch.stop();
    console.log(`pod-seconds in ${IDLE_MINUTES} idle minutes: ${spoken(spent)}`);
    const { reconcile = 0, retain = 0, ...others } = spent;
    expect(others).toEqual({});
    expect(reconcile).toBeLessThanOrEqual(WOKEN_SECONDS);
    expect(retain).toBeLessThanOrEqual(WOKEN_SECONDS);
  }, 1_200_000);
});

function spoken(spent: Readonly<Record<string, number>>): string {
  const lines = Object.entries(spent).map(([name, seconds]) => `${name} ${seconds.toFixed(0)}`);
  return lines.join(', ') || 'none';
}
