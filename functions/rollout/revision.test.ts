/** Against an API that says of a revision what it is told to, one look after the other. */
import { expect, test } from 'vitest';
import type { Condition, KnativeApi, Pod } from '../../shared/runtime/knative/api.ts';
import { pinned, pinOf } from '../../shared/runtime/knative/pinned.ts';
import { withPin } from './revision.ts';

const TEMPLATE = { spec: { containers: [{ image: 'i' }] } };
const { metadata, spec } = pinned(TEMPLATE, { version: 7 });

const SERVICE = {
  metadata: { name: 'p', generation: 2 },
  spec: { template: { metadata, spec } },
  status: { observedGeneration: 2, latestCreatedRevisionName: 'p-00002' },
};

/** Of the last it goes on to say the same. */
function apiSaying(said: readonly Omit<Condition, 'type'>[], pods: readonly Pod[] = []): KnativeApi {
  let looks = -1;
  return {
    service: async () => SERVICE,
    patch: async () => SERVICE,
    pods: async () => pods,
    revision: async (name) => {
      const now = said[Math.min(Math.max(0, looks), said.length - 1)];
      // The first look is for the name alone.
      looks += 1;
      return {
        metadata: { ...metadata, name },
        spec,
        status: { conditions: now ? [{ type: 'Ready', ...now }] : [] },
      };
    },
  };
}

const down: Omit<Condition, 'type'> = { status: 'False', message: 'Container failed with: killed' };
const open: Omit<Condition, 'type'> = { status: 'Unknown' };
const ready: Omit<Condition, 'type'> = { status: 'True' };
const patience = { old: 'p-00001', readyMs: 2_000, againstMs: 60 };
const made = (api: KnativeApi, options = patience) =>
  withPin(api, SERVICE, pinOf(TEMPLATE, { version: 7 }), options);

test('a revision that is said not to be ready, for a moment, is waited for', async () => {
  const result = await made(apiSaying([open, down, open, down, ready]), { ...patience, againstMs: 200 });
  expect(result).toMatchObject({ name: 'p-00002', ready: true });
});

test('one that stays so is given up long before the time is over', async () => {
  const started = Date.now();
  const result = await made(apiSaying([down]), { ...patience, readyMs: 60_000 });
  expect(result).toMatchObject({ name: 'p-00002', ready: false, why: 'Container failed with: killed' });
  expect(Date.now() - started).toBeGreaterThanOrEqual(patience.againstMs);
});

test('one that is down when the time is over tells of that', async () => {
  const result = await made(apiSaying([down]), { ...patience, readyMs: 50, againstMs: 60_000 });
  expect(result).toMatchObject({ ready: false, why: 'Container failed with: killed' });
});

test('of one that stays open its pods tell why', async () => {
  const waiting = { reason: 'ImagePullBackOff' };
  const pod: Pod = {
    metadata: { name: 'pod' },
    spec: { containers: [] },
    status: { containerStatuses: [{ restartCount: 0, state: { waiting } }] },
  };
  const short = { ...patience, readyMs: 50 };
  expect((await made(apiSaying([open], [pod]), short)).why).toBe('not within 0 s: ImagePullBackOff');
  expect((await made(apiSaying([open]), short)).why).toBe('not within 0 s');
});
