import { expect, test } from 'vitest';
import type { KnativeApi, KnativeService } from '../../shared/runtime/knative/api.ts';
import {
  CHECKSUM_ANNOTATION,
  pinned,
  pinnedTo,
  servedBy,
  sha256In,
  VERSION_LABEL,
} from '../../shared/runtime/knative/pinned.ts';
import { fakeApi, STABLE, type Template } from '../../tests/fake-knative.ts';
import { type CanaryOptions, rollOut } from './canary.ts';
import type { Canary } from './complaint.ts';
import type { CanaryResult } from './serving.ts';

/** As the component gitops has it. */
const BY_LABEL = {
  name: 'MODEL_VERSION',
  valueFrom: { fieldRef: { fieldPath: `metadata.labels['${VERSION_LABEL}']` } },
};

const calm = {
  steps: [10, 50, 100],
  stepMs: 0,
  readyMs: 50,
  againstMs: 0,
  complaint: async () => undefined,
  onStep: () => {},
};

test('a good revision gets 10, 50, then all of the traffic', async () => {
  const { api, history, current, template } = fakeApi(undefined);
  const result = await rollOut(api, current(), { version: 7 }, calm);
  expect(result.forward).toBe(true);
  expect(history).toEqual([
    [{ revisionName: 'p-00001', percent: 100 }],
    [
      { revisionName: 'p-00001', percent: 90 },
      { revisionName: 'p-00002', percent: 10, tag: 'canary' },
    ],
    [
      { revisionName: 'p-00001', percent: 50 },
      { revisionName: 'p-00002', percent: 50, tag: 'canary' },
    ],
    [{ latestRevision: true, percent: 100 }],
  ]);
  expect(template().metadata?.labels).toEqual({ [VERSION_LABEL]: '7' });
  expect(template().spec.containers[0]?.env).toEqual([{ name: 'MODEL_VERSION', value: '7' }]);
});

test('a revision is told what its version was when it was registered, and one that is taken back is not', async () => {
  const { api, current, template } = fakeApi(undefined);
  await rollOut(api, current(), { version: 7, sha256: 'abc' }, calm);
  const seven = [
    { name: 'MODEL_VERSION', value: '7' },
    { name: 'MODEL_CHECKSUM', value: '7:abc' },
  ];
  expect(template().spec.containers[0]?.env).toEqual(seven);
  expect(template().metadata?.annotations).toEqual({ [CHECKSUM_ANNOTATION]: '7:abc' });
  const complaint = async (): Promise<string> => 'slow';
  await rollOut(api, current(), { version: 8, sha256: 'def' }, { ...calm, complaint });
  expect(template().spec.containers[0]?.env).toEqual(seven);
  expect(pinnedTo(template())).toEqual({ version: 7, sha256: 'abc' });
});

test('what was said of one version is not taken for another, which somebody has set by hand', () => {
  const template = pinned({ spec: { containers: [{ image: 'i' }] } }, { version: 7, sha256: 'abc' });
  const byHand = JSON.parse(JSON.stringify(template).replace('"value":"7"', '"value":"5"'));
  expect(pinnedTo(byHand)).toEqual({ version: 5, sha256: undefined });
  expect(sha256In('7:abc', 7)).toBe('abc');
  expect(['7:abc', '', 'abc', '77:abc'].map((text) => sha256In(text, 5))).toEqual(Array(4).fill(undefined));
});

test('containers that read the version from the label are left to git', async () => {
  const { api, current, template } = fakeApi(undefined, BY_LABEL);
  const containers = template().spec.containers;
  const changes: unknown[] = [];
  const patch: KnativeApi['patch'] = (name, change) => {
    changes.push(change);
    return api.patch(name, change);
  };
  const complaint = async (): Promise<string> => 'slow';
  expect(await rollOut({ ...api, patch }, current(), { version: 7 }, { ...calm, complaint })).toMatchObject({
    forward: false,
  });
  expect(JSON.stringify(changes)).not.toContain('containers');
  expect(template().spec.containers).toEqual(containers);
  expect(template().metadata?.labels).toEqual({});
  expect(servedBy(template())).toBeUndefined();
});

test('a revision that never becomes ready gets nothing', async () => {
  const { api, history, current, template } = fakeApi('no model 7');
  const result = await rollOut(api, current(), { version: 7 }, calm);
  expect(result).toMatchObject({
    forward: false,
    reason: 'revision p-00002 did not become ready: no model 7',
  });
  expect(history.slice(0, -1).flat()).toEqual(Array(history.length - 1).fill(STABLE));
  // What is newest is good again, so that the Service is ready, and serves what it served.
  expect(template().metadata?.labels).toEqual({});
  expect(servedBy(template())).toBeUndefined();
  expect(template().spec.containers[0]?.env).toEqual([{ name: 'MODEL_VERSION', value: 'production' }]);
  expect(history.at(-1)).toEqual([{ latestRevision: true, percent: 100 }]);
});

test('a revision that fails under traffic is taken back', async () => {
  const { api, history, current, template } = fakeApi(undefined);
  const complaint = async ({ revision, old, tagUrl }: Canary) =>
    revision === 'p-00002' && old === 'p-00001' && tagUrl === 'http://canary-p'
      ? '5 of 20 requests failed'
      : undefined;
  const result = await rollOut(api, current(), { version: 7 }, { ...calm, complaint });
  expect(result).toMatchObject({
    forward: false,
    reason: 'back to p-00001 at 10 %: 5 of 20 requests failed',
  });
  const canary = history.findIndex((targets) => targets.length === 2);
  expect(history[canary + 1]).toEqual([STABLE]);
  expect(template().spec.containers[0]?.env).toEqual([{ name: 'MODEL_VERSION', value: 'production' }]);
});

test('a step ends with the first complaint, not with its time', async () => {
  const { api, current } = fakeApi(undefined);
  const started = Date.now();
  const complaint = async (): Promise<string> => '9 of 20 requests failed';
  const result = await rollOut(api, current(), { version: 7 }, { ...calm, stepMs: 600_000, complaint });
  expect(result.reason).toBe('back to p-00001 at 10 %: 9 of 20 requests failed');
  expect(Date.now() - started).toBeLessThan(300_000);
}, 60_000);

test('asked to go at once, it has all of the traffic when it is ready', async () => {
  const { api, history, current } = fakeApi(undefined);
  const result = await rollOut(api, current(), { version: 7 }, { ...calm, steps: [100] });
  expect(result).toMatchObject({ forward: true, reason: 'revision p-00002 serves version 7' });
  expect(history).toEqual([[STABLE], [{ latestRevision: true, percent: 100 }]]);
});

test('what serves the version already is left as it is', async () => {
  const { api, current } = fakeApi(undefined);
  await rollOut(api, current(), { version: 7 }, calm);
  const before = current();
  const result = await rollOut(api, current(), { version: 7 }, calm);
  expect(result).toEqual({
    forward: true,
    reason: 'all of the traffic is at p-00002, which serves version 7',
  });
  expect(current()).toEqual(before);
});

/** What a person does when the canary has its first share. */
async function meddled(change: Partial<KnativeService['spec']>) {
  const { api, history, current, template } = fakeApi(undefined);
  let done = false;
  const onStep = (): void => {
    if (!done) void api.patch('p', { spec: change });
    done = true;
  };
  const result = await rollOut(api, current(), { version: 7 }, { ...calm, onStep });
  return { result, history, current, template };
}

test.each([
  [
    'a mix',
    [
      { ...STABLE, percent: 70 },
      { revisionName: 'p-00002', percent: 30 },
    ],
  ],
  ['the old revision', [STABLE]],
])('traffic that a person gives to %s meanwhile stays as it was set', async (_, byHand) => {
  const { result, history } = await meddled({ traffic: byHand });
  expect(result).toEqual({ forward: false, reason: 'p was changed by somebody else: left as it is' });
  expect(history.at(-1)).toEqual(byHand);
});

test('a person who gives all of it to the new revision has brought the rollout to its end', async () => {
  const byHand = [{ revisionName: 'p-00002', percent: 100 }];
  const { result, history } = await meddled({ traffic: byHand });
  expect(result).toMatchObject({ forward: true });
  expect(history.at(-1)).toEqual(byHand);
});

test('a template that is changed meanwhile keeps the change, and serves what was served', async () => {
  const template = { metadata: { annotations: { by: 'hand' } } } as unknown as Template;
  const { result, current } = await meddled({ template });
  expect(result).toEqual({ forward: false, reason: 'p was changed by somebody else: back to p-00001' });
  expect(current().spec.template.metadata).toMatchObject({ annotations: { by: 'hand' } });
  expect(servedBy(current().spec.template)).toBeUndefined();
  expect(current().spec.traffic).toEqual([{ latestRevision: true, percent: 100 }]);
});

test('another version that is asked for by force meanwhile wins', async () => {
  const { api, current, template } = fakeApi(undefined);
  let forced: Promise<CanaryResult> | undefined;
  const onStep = (): void => {
    forced ??= rollOut(api, current(), { version: 9 }, { ...calm, steps: [100] });
  };
  const result = await rollOut(api, current(), { version: 7 }, { ...calm, stepMs: 50, onStep });
  expect(result.forward).toBe(false);
  expect(await forced).toMatchObject({ forward: true });
  expect(servedBy(template())).toBe(9);
  expect(current().spec.traffic).toEqual([{ latestRevision: true, percent: 100 }]);
});

/** Dies before its nth change, and is started again on what it left. */
async function killedBefore(patches: number, complaint: CanaryOptions['complaint']) {
  const fake = fakeApi(undefined);
  let left = patches;
  const dying: KnativeApi = {
    ...fake.api,
    patch: async (...given) => {
      left -= 1;
      if (left < 0) throw new Error('killed');
      return await fake.api.patch(...given);
    },
  };
  await rollOut(dying, fake.current(), { version: 7 }, { ...calm, complaint }).catch(() => {});
  const result = await rollOut(fake.api, fake.current(), { version: 7 }, { ...calm, complaint });
  return { result, ...fake };
}

test.each([0, 1, 2, 3, 4])(
  'killed after %i changes and started again, it comes to the same end',
  async (patches) => {
    const { result, current, template } = await killedBefore(patches, async () => undefined);
    expect(result.forward).toBe(true);
    expect(servedBy(template())).toBe(7);
    expect(current().spec.traffic).toEqual([{ latestRevision: true, percent: 100 }]);
  },
);

test.each([0, 1, 2, 3, 4, 5])('killed after %i changes on its way back, too', async (patches) => {
  const { result, current, template } = await killedBefore(patches, async () => 'slow');
  expect(result.forward).toBe(false);
  expect(servedBy(template())).toBeUndefined();
  expect(current().spec.traffic).toEqual([{ latestRevision: true, percent: 100 }]);
});
