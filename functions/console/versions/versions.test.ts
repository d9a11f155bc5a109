/** A version with its story, versions beside each other, and what was in production when, against stored rows. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { audit } from '../../../shared/access/audit.ts';
import type { ProductionTimeline, VersionReport, Versus } from '../../../shared/api/versions.ts';
import { datasetNamed } from '../../../shared/datasets/index.ts';
import { type ListingServer, revisionOf, serveListing, serviceOf } from '../../../tests/beds/listing-api.ts';
import { promotedBatch, startConsole, type TestConsole } from '../../../tests/console.ts';
import { metricsBeside } from './versus.ts';

let marea: TestConsole;
let api: ListingServer;
beforeAll(async () => {
  api = await serveListing();
  process.env.KUBE_API_URL = api.url;
  marea = await startConsole();
});
afterAll(async () => {
  api.stop();
  await marea.stop();
});
beforeEach(async () => {
  await marea.clear();
  await marea.services.sql`truncate marea.inference_logs`;
  Object.assign(api, { services: [], revisions: [] });
});

const version = async (number: number) =>
  (await marea.get(`/api/models/realtor/${number}`)) as unknown as VersionReport;

describe('a version', () => {
  test('has its training, the batches it learned from, its history; and nothing kept where nothing is', async () => {
    await promotedBatch(marea.services);
    const { sql } = marea.services;
    await sql`insert into marea.learned (run_id, batch, rows) values ('r1', 'b0', 4), ('r1', 'b1', 6)`;
    expect(await version(1)).toMatchObject({
      dataset: 'realtor',
      version: 1,
      state: 'in production',
      metrics: { r2: 0.7 },
      batch: 'b1',
      learned: [
        { batch: 'b1', rows: 6 },
        { batch: 'b0', rows: 4 },
      ],
      training: { run: 'r1', status: 'FINISHED' },
      snapshotBytes: null,
      card: false,
      revisions: [],
      answers: { answers: 0, of: 0, last: null },
      history: [{ event: 'promoted', version: 1, reason: 'better' }],
    });
  });

  test('knows what is kept of it, who serves it and how often it answered', async () => {
    await promotedBatch(marea.services);
    const { objects, sql } = marea.services;
    await objects.put({ bucket: 'datasets', key: 'realtor/r1/snapshot.parquet' }, '12345');
    await objects.put({ bucket: 'models', key: 'realtor/1/card.json' }, '{}');
    api.services = [
      serviceOf('predict-realtor', { FUNCTION: 'predict', DATASET: 'realtor' }, [
        { revision: 'p-1', percent: 25 },
        { revision: 'p-2', percent: 75 },
      ]),
    ];
    api.revisions = [1, 2].map((number) =>
      revisionOf(`p-${number}`, {
        service: 'predict-realtor',
        created: '2026-01-01T00:00:00Z',
        version: number,
      }),
    );
    for (const [id, number] of [
      ['a', 1],
      ['b', 1],
      ['c', 2],
    ] as const)
      await sql`
        insert into marea.inference_logs (dataset, request_id, model_version, input, output, at)
        values ('realtor', ${id}, ${number}, '{}', '{}', '2026-01-01T00:00:00Z')`;
    expect(await version(1)).toMatchObject({
      snapshotBytes: 5,
      card: true,
      revisions: [{ name: 'p-1', percent: 25, version: 1 }],
      answers: { answers: 2, of: 3, last: '2026-01-01T00:00:00.000Z' },
    });
    // The object store is not cleared between tests.
    await objects.removeAll('datasets', 'realtor/');
    await objects.removeAll('models', 'realtor/');
  });

  test('that there is not is nowhere', async () => {
    for (const text of ['7', '0', 'best', '99999999999']) await marea.get(`/api/models/realtor/${text}`, 404);
  });
});

describe('versions beside each other', () => {
  test('are held against each other by what decides, then by all that was measured', async () => {
    await promotedBatch(marea.services);
    const { sql } = marea.services;
    await sql`
      insert into marea.model_versions (name, version, run_id, source, metrics)
      values ('realtor', 2, 'r2', 's3://x', '{"r2": 0.6, "mae": 5}')`;
    const told = (await marea.get('/api/models/realtor/versus?versions=2,1')) as unknown as Versus;
    expect(told.versions.map((one) => one.version)).toEqual([2, 1]);
    expect(told).toMatchObject({
      objective: { metric: 'r2_log', better: 'higher' },
      accept: [
        { metric: 'r2', least: 0.35 },
        { metric: 'rmse', most: 700_000 },
      ],
      metrics: [
        { metric: 'mae', better: 'lower', values: [5, null], best: 0 },
        { metric: 'r2', better: 'higher', values: [0.6, 0.7], best: 1 },
      ],
    });
  });

  test('the deciding metric comes first; what is equal has no best, what is not known no direction', () => {
    const beside = metricsBeside(datasetNamed('realtor'), [
      { metrics: { r2: 0.5, r2_log_weighted: 0.8, rmse: 3, odd: 1 } },
      { metrics: { r2: 0.5, r2_log_weighted: 0.9, rmse: 2, odd: 2 } },
    ]);
    expect(beside.map(({ metric, better, best }) => [metric, better, best])).toEqual([
      ['r2_log_weighted', 'higher', 1],
      ['odd', null, null],
      ['r2', 'higher', null],
      ['rmse', 'lower', 1],
    ]);
  });

  test.each(['1', '1,1', '1,x', '', '1,2,3,4,5,6,7,8,9,10,11'])('"%s" names none', async (versions) => {
    await marea.get(`/api/models/realtor/versus?versions=${versions}`, 422);
  });

  test('one that there is not is nowhere', async () => {
    await promotedBatch(marea.services);
    await marea.get('/api/models/realtor/versus?versions=1,2', 404);
  });
});

test('the timeline says who asked for what was made production, and why; what the pipeline decided nobody asked for', async () => {
  const { sql } = marea.services;
  const line = (event: string, version: number, reason: string) => sql`
    insert into marea.model_history (name, version, event, reason, at)
    values ('realtor', ${version}, ${event}, ${reason}, clock_timestamp())`;
  const asked = (version: number, reason: string) =>
    sql.begin((tx) =>
      audit(tx, {
        principal: { subject: 'key:a', name: 'Ann' },
        action: 'version.requested',
        dataset: 'realtor',
        target: String(version),
        reason,
      }),
    );
  await line('approved', 1, 'better');
  await line('promoted', 1, 'better; all of the traffic');
  await line('promoted', 2, 'better still');
  await asked(1, 'version 2 is too high in Ohio');
  await line('promoted', 1, 'version 2 is too high in Ohio (asked for by Ann); all of the traffic');
  await asked(2, 'once more');
  await line('rolled back', 2, 'once more (asked for by Ann); errors');
  const { moments } = (await marea.get('/api/models/realtor/timeline')) as unknown as ProductionTimeline;
  expect(moments.map(({ event, version, by, because }) => [event, version, by, because])).toEqual([
    ['rolled back', 2, 'Ann', 'once more'],
    ['promoted', 1, 'Ann', 'version 2 is too high in Ohio'],
    ['promoted', 2, null, null],
    ['promoted', 1, null, null],
  ]);
});
