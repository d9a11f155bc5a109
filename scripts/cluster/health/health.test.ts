import { describe, expect, test } from 'vitest';
import type { Resource } from '../resource.ts';
import { snapshotOf } from '../snapshot.ts';
import { datasetParts } from './datasets.ts';
import { eventingParts } from './eventing.ts';
import { insideParts } from './inside.ts';
import { line } from './part.ts';
import { troubleOf } from './pods.ts';
import { serviceParts } from './services.ts';
import { storeParts } from './stores.ts';

const pod = (revision: string, status: Resource['status']): Resource => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', labels: { 'serving.knative.dev/revision': revision } },
  ...(status ? { status } : {}),
});
const waiting = (reason: string, message: string, lastState = {}): Resource['status'] => ({
  phase: 'Pending',
  containerStatuses: [
    { name: 'function', restartCount: 2, state: { waiting: { reason, message } }, lastState },
  ],
});
const service = (ready: string, message?: string): Resource => ({
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Service',
  metadata: { name: 'clean', generation: 2 },
  status: {
    observedGeneration: 2,
    conditions: [{ type: 'Ready', status: ready, ...(message ? { message } : {}) }],
    latestCreatedRevisionName: 'clean-00002',
    traffic: [{ revisionName: 'clean-00001', percent: 100 }],
  },
});

describe('a pod in trouble says why', () => {
  // As the kubelet of Kubernetes 1.35 puts it.
  test.each([
    [
      waiting('ImagePullBackOff', 'Back-off pulling image "x:1"'),
      'ImagePullBackOff: Back-off pulling image "x:1"',
    ],
    [
      waiting('CreateContainerConfigError', 'secret "marea-objects" not found'),
      'CreateContainerConfigError: secret "marea-objects" not found',
    ],
    [
      waiting('CrashLoopBackOff', 'back-off 10s', { terminated: { reason: 'OOMKilled', exitCode: 137 } }),
      'CrashLoopBackOff: out of memory (OOMKilled)',
    ],
    [
      {
        phase: 'Pending',
        conditions: [{ type: 'PodScheduled', status: 'False', message: '0/1 nodes: Insufficient cpu' }],
      },
      'no node takes it: 0/1 nodes: Insufficient cpu',
    ],
  ])('%#', (status, expected) => {
    expect(troubleOf(pod('r', status))).toBe(expected);
  });

  test.each([
    ['one that starts', waiting('ContainerCreating', '')],
    ['one that ended well', { phase: 'Succeeded' }],
    ['one that runs', { phase: 'Running', containerStatuses: [{ name: 'f', state: { running: {} } }] }],
  ])('%s is in none', (_, status) => {
    expect(troubleOf(pod('r', status as Resource['status']))).toBeUndefined();
  });
});

describe('a Service', () => {
  const partOf = (...all: Resource[]) => serviceParts(snapshotOf(all), ['clean'])[0];

  test('that is ready and at zero is well', () => {
    expect(partOf(service('True'))).toEqual({
      name: 'service clean',
      ok: true,
      detail: 'clean-00001, at zero',
    });
  });

  test('that is ready while its newest pods cannot start is down', () => {
    expect(
      partOf(service('True'), pod('clean-00002', waiting('ErrImagePull', 'no such image'))),
    ).toMatchObject({
      ok: false,
      detail: 'clean-00002: ErrImagePull: no such image',
    });
  });

  test('is not blamed for the pods of a revision that was replaced', () => {
    expect(partOf(service('True'), pod('clean-00000', waiting('ErrImagePull', '')))).toMatchObject({
      ok: true,
    });
  });

  test('that is absent, or not ready, says so', () => {
    expect(partOf()).toMatchObject({ ok: false, detail: 'there is no such Service: npm run deploy' });
    expect(partOf(service('False', 'Revision failed'))).toMatchObject({
      ok: false,
      detail: 'Revision failed',
    });
  });

  test('whose change nobody has looked at yet is not ready', () => {
    const stale = service('True');
    const newer = { ...stale, metadata: { ...stale.metadata, generation: 3 } };
    expect(partOf(newer)).toMatchObject({ ok: false, detail: 'not looked at yet by Knative' });
  });
});

test('a store that was scaled to 0 is told with the command that brings it back', () => {
  const set = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'postgres' },
    spec: { replicas: 0 },
  };
  expect(storeParts(snapshotOf([set]))).toEqual([
    {
      name: 'postgres',
      ok: false,
      detail: 'scaled to 0: kubectl -n marea scale statefulset postgres --replicas 1',
    },
  ]);
});

test('a trigger that the overlay has and the cluster has not is down', () => {
  const trigger = { apiVersion: 'eventing.knative.dev/v1', kind: 'Trigger', metadata: { name: 'clean' } };
  expect(eventingParts(snapshotOf([]), [trigger])).toMatchObject([{ name: 'trigger clean', ok: false }]);
});

const datasets = { names: ['realtor'] };

test('from inside: a database that is away, a bucket that is missing, letters that wait', () => {
  const database = { migrations: 99, deadLetters: 2, stalled: 0, models: { realtor: 3 }, batches: [] };
  const well = insideParts({ datasets, database, objects: { buckets: ['data-raw', 'datasets', 'models'] } });
  expect(well.filter(({ ok }) => !ok)).toEqual([
    { name: 'dead letters', ok: false, detail: '2 wait: npm run status tells why, npm run replay' },
    { name: 'object store', ok: false, detail: 'no bucket artifacts' },
  ]);
  expect(well).toContainEqual({ name: 'models in production', ok: true, detail: 'realtor 3' });
  const away = insideParts({
    datasets,
    database: { error: 'ECONNREFUSED' },
    objects: { error: 'ENOTFOUND' },
  });
  expect(away.map(({ ok }) => ok)).toEqual([false, false]);
});

describe('data sets', () => {
  const objects = { buckets: [] };
  const database = {
    migrations: 1,
    deadLetters: 0,
    stalled: 0,
    models: {},
    batches: [{ dataset: 'old', batches: 3 }],
  };
  const predictor = (dataset: string) => ({
    metadata: { name: `predict-${dataset}` },
    spec: {
      template: {
        spec: {
          containers: [
            {
              env: [
                { name: 'FUNCTION', value: 'predict' },
                { name: 'DATASET', value: dataset },
              ],
            },
          ],
        },
      },
    },
  });

  test('one without its Service, and what is left of one that nobody declares, are notes with what to do', () => {
    const found = { datasets: { names: ['realtor', 'flats'] }, database, objects };
    const parts = datasetParts(found, [predictor('realtor')]);
    expect(parts).toMatchObject([
      { name: 'data sets', ok: true, detail: 'realtor, flats' },
      {
        name: 'data set flats',
        ok: true,
        detail: 'no Service',
        note: expect.stringContaining('nameSuffix: -flats'),
      },
      {
        name: 'data set old',
        ok: true,
        detail: 'declared by nobody',
        note: expect.stringContaining('3 batches'),
      },
    ]);
    expect(parts.map(line).join('\n')).toMatch(
      /^ok {4}data sets .*\nnote {2}data set flats .*\n\n.*no Service predict-flats/,
    );
  });

  test('a declaration that is wrong is down, with its faults', () => {
    const found = {
      datasets: { error: 'the declaration of data set "flats" has a fault' },
      database,
      objects,
    };
    expect(datasetParts(found, [])).toEqual([
      { name: 'data sets', ok: false, detail: 'the declaration of data set "flats" has a fault' },
    ]);
  });
});
