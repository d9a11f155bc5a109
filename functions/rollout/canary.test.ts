import { expect, test } from 'vitest';
import { type Json, mergePatch } from '../../scripts/platform/manifests/json.ts';
import { rollOut } from './canary.ts';
import type { Canary } from './complaint.ts';
import type { KnativeApi, KnativeService, TrafficTarget } from './kubernetes.ts';
import { servedBy, VERSION_LABEL } from './pinned.ts';

type Template = KnativeService['spec']['template'];

/** As predict.yaml has it. */
const FOLLOWING = { name: 'MODEL_VERSION', value: 'production' };
/** As the component gitops has it. */
const BY_LABEL = {
  name: 'MODEL_VERSION',
  valueFrom: { fieldRef: { fieldPath: `metadata.labels['${VERSION_LABEL}']` } },
};

/** A Service as an API would keep it: patches make revisions, traffic follows the spec. */
function fakeApi(readyMessage: string | undefined, variable: object = FOLLOWING) {
  let revisions = 1;
  let generation = 1;
  const history: TrafficTarget[][] = [];
  const first = { metadata: {}, spec: { containers: [{ image: 'i', env: [variable] }] } } as Template;
  let template = first;
  let traffic: TrafficTarget[] = [{ revisionName: 'p-00001', percent: 100 }];
  const current = (): KnativeService => ({
    metadata: { name: 'p', generation },
    spec: { template, traffic },
    status: {
      observedGeneration: generation,
      latestCreatedRevisionName: `p-0000${revisions}`,
      latestReadyRevisionName: 'p-00001',
      traffic: traffic.map((t) => (t.tag ? { ...t, url: `http://${t.tag}-p` } : t)),
    },
  });
  const api: KnativeApi = {
    service: async () => current(),
    revision: async (name) => ({
      ...revisionOf(name === 'p-00001' ? first : template, name),
      status: {
        conditions: [
          readyMessage && name === 'p-00002'
            ? { type: 'Ready', status: 'False', message: readyMessage }
            : { type: 'Ready', status: 'True' },
        ],
      },
    }),
    pods: async () => [],
    patch: async (_name, change) => {
      generation += 1;
      const { spec } = change as { spec: Partial<KnativeService['spec']> };
      if (spec.template) {
        template = mergePatch(template as Json, spec.template as Json) as Template;
        revisions += 1;
      }
      if (spec.traffic) {
        traffic = [...spec.traffic];
        history.push(traffic);
      }
      return current();
    },
  };
  return { api, history, current, template: () => template };
}

const revisionOf = ({ metadata, spec }: Template, name: string) => ({
  metadata: { ...metadata, name },
  spec,
});

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
  const result = await rollOut(api, current(), 7, calm);
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

test('containers that read the version from the label are left to git', async () => {
  const { api, current, template } = fakeApi(undefined, BY_LABEL);
  const containers = template().spec.containers;
  const changes: unknown[] = [];
  const patch: KnativeApi['patch'] = (name, change) => {
    changes.push(change);
    return api.patch(name, change);
  };
  const complaint = async (): Promise<string> => 'slow';
  expect(await rollOut({ ...api, patch }, current(), 7, { ...calm, complaint })).toMatchObject({
    forward: false,
  });
  expect(JSON.stringify(changes)).not.toContain('containers');
  expect(template().spec.containers).toEqual(containers);
  expect(template().metadata?.labels).toEqual({});
  expect(servedBy(template())).toBeUndefined();
});

const stable = { revisionName: 'p-00001', percent: 100 };

test('a revision that never becomes ready gets nothing', async () => {
  const { api, history, current, template } = fakeApi('no model 7');
  const result = await rollOut(api, current(), 7, calm);
  expect(result).toMatchObject({
    forward: false,
    reason: 'revision p-00002 did not become ready: no model 7',
  });
  expect(history.slice(0, -1).flat()).toEqual(Array(history.length - 1).fill(stable));
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
  const result = await rollOut(api, current(), 7, { ...calm, complaint });
  expect(result).toMatchObject({
    forward: false,
    reason: 'back to p-00001 at 10 %: 5 of 20 requests failed',
  });
  const canary = history.findIndex((targets) => targets.length === 2);
  expect(history[canary + 1]).toEqual([stable]);
  expect(template().spec.containers[0]?.env).toEqual([{ name: 'MODEL_VERSION', value: 'production' }]);
});

test('a step ends with the first complaint, not with its time', async () => {
  const { api, current } = fakeApi(undefined);
  const started = Date.now();
  const complaint = async (): Promise<string> => '9 of 20 requests failed';
  const result = await rollOut(api, current(), 7, { ...calm, stepMs: 600_000, complaint });
  expect(result.reason).toBe('back to p-00001 at 10 %: 9 of 20 requests failed');
  expect(Date.now() - started).toBeLessThan(300_000);
}, 60_000);

test('traffic that a person sets meanwhile stays as it was set', async () => {
  const { api, history, current } = fakeApi(undefined);
  const byHand = [{ revisionName: 'p-00001', percent: 70 }];
  const onStep = (): void => void api.patch('p', { spec: { traffic: byHand } });
  const result = await rollOut(api, current(), 7, { ...calm, onStep });
  expect(result).toMatchObject({
    forward: false,
    reason: 'p was changed by somebody else at 10 % to p-00002: left as it is',
  });
  expect(history.at(-1)).toEqual(byHand);
});
