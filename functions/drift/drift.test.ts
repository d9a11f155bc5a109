/** Batches of few rows, one after the other, against a model in production. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { datasetNamed } from '../../shared/datasets/index.ts';
import { profileKinds } from '../../shared/datasets/kinds.ts';
import type { compare } from '../../shared/rows/drift/compare.ts';
import type { Profile } from '../../shared/stats/profile/profile.ts';
import { profileOf } from '../../shared/stats/profile/profile-of.ts';
import { driftChecks } from '../../shared/tracking/drift-checks.ts';
import { noteLearned } from '../../shared/tracking/learned.ts';
import { createRun, endRun } from '../../shared/tracking/runs.ts';
import { type Batches, startBatches } from '../../tests/batches.ts';
import { drift } from './index.ts';

let batches: Batches;
beforeAll(async () => {
  batches = await startBatches();
});
afterAll(() => batches.stop());
beforeEach(async () => {
  await batches.sql`
    truncate marea.batches, marea.stages, marea.outbox, marea.drift_history, marea.batch_profiles,
      fruit.raw_data, fruit.clean_data, fruit.rejected`;
  await batches.sql`delete from marea.registered_models`;
  await batches.sql`delete from marea.runs`;
  await inProduction(1);
});

/** Half apples and half pears, of 1 to 10 g. */
const fruitOf = (rows: number, kinds: readonly string[], heavier = 0) => ({
  kind: Array.from({ length: rows }, (_, i) => kinds[i % kinds.length] as string),
  weight: Float64Array.from({ length: rows }, (_, i) => 1 + (i % 10) + heavier),
});

function profile(rows: number, kinds: readonly string[]): Profile {
  const { kind, weight } = fruitOf(rows, kinds);
  const missing = new Float64Array(rows).fill(Number.NaN);
  const ids = Array.from({ length: rows }, () => null);
  const columns = { id: ids, kind, weight, pieces: missing, picked: missing, weight_per_piece: missing };
  return profileOf({ rows, columns }, profileKinds(datasetNamed('fruit')));
}

/** Version 1 of a run of that number, which has learned from the named batches. */
async function inProduction(run: number, ...learned: string[]): Promise<void> {
  const { sql, objects } = batches;
  await createRun(sql, { id: `run${run}`, dataset: 'fruit', name: `run ${run}` });
  await endRun(sql, `run${run}`, 'FINISHED');
  await sql.begin((tx) => noteLearned(tx, `run${run}`, Object.fromEntries(learned.map((id) => [id, 1]))));
  await sql`insert into marea.registered_models (name) values ('fruit') on conflict do nothing`;
  await sql`update marea.model_versions set stage = 'Archived'`;
  await sql`
    insert into marea.model_versions (name, version, run_id, source, stage)
    values ('fruit', ${run}, ${`run${run}`}, 's', 'Production')`;
  const address = { bucket: 'models', key: `fruit/${run}/profile.json` } as const;
  await objects.put(address, JSON.stringify(profile(2000, MIXED)));
}

const MIXED = ['apple', 'pear'];
let first = 0;

/** Through ingest, clean and drift. @returns what was told of it */
async function take(id: string, rows: number, kinds: readonly string[] = MIXED, heavier = 0) {
  const { kind, weight } = fruitOf(rows, kinds, heavier);
  const lines = kind.map((one, i) => `${first + i},${one},${weight[i]}`);
  first += rows;
  await batches.file(id, ['id,kind,weight', ...lines].join('\n'));
  return await check(id, rows);
}

async function check(id: string, rows: number) {
  const data = { batch: id, received: rows, clean: rows, rejected: 0, duplicate: 0 };
  const event = { id: `${id}-cleaned`, source: '/marea/clean', subject: id, dataset: 'fruit', data };
  await drift.take({ ...event, type: 'dev.marea.batch.cleaned' }, batches.resources);
  const told = await driftChecks(batches.sql, 'fruit', 100);
  return told.find(({ batch }) => batch === id);
}

test('they wait until they have rows enough together, and are told of once', async () => {
  expect(await take('a', 200)).toMatchObject({
    drifted: false,
    train: false,
    reason: 'the model stays: too few rows to tell (200 of 500)',
    report: { production: null, together: [] },
  });
  expect(await take('b', 200)).toMatchObject({
    reason: 'the model stays: too few rows to tell (400 of 500, with an earlier batch)',
    report: { production: null, together: ['a'] },
  });
  expect(await take('c', 200)).toMatchObject({
    drifted: false,
    reason: expect.stringMatching(
      /^the model stays: no drift: 0 of 1 columns.*; of 600 rows, together with 2 earlier batches$/,
    ),
    report: { production: { currentRows: 600 }, together: ['b', 'a'] },
  });
  expect(await take('d', 200)).toMatchObject({
    reason: 'the model stays: too few rows to tell (200 of 500)',
    report: { together: [] },
  });
});

test('together they say what the same rows say in one batch', async () => {
  for (const id of ['a', 'b', 'c']) await take(id, 200);
  const inOne = await take('whole', 600);
  const told = await driftChecks(batches.sql, 'fruit', 10);
  const reports = told.map(({ report }) => report as ReturnType<typeof compare>);
  const [one, together] = reports;
  expect(inOne?.report).toEqual(one);
  expect(together?.production).toEqual(one?.production);
});

test('drift that each of them is too small to show trains', async () => {
  await take('a', 300, ['plum']);
  expect(await take('b', 300, ['plum'])).toMatchObject({
    drifted: true,
    train: true,
    share: 1,
    reason: expect.stringMatching(/^drift: .*; of 600 rows, together with an earlier batch; 600 clean rows$/),
  });
});

test('a batch with rows enough is told of alone, and others go on waiting', async () => {
  await take('a', 300);
  expect(await take('large', 500)).toMatchObject({
    report: { production: { currentRows: 500 }, together: [] },
  });
  expect(await take('b', 300)).toMatchObject({
    report: { production: { currentRows: 600 }, together: ['a'] },
  });
});

test('no more of them are taken than it takes, the newest', async () => {
  for (const id of ['a', 'b', 'c']) await take(id, 150);
  expect(await take('d', 300)).toMatchObject({
    report: { production: { currentRows: 600 }, together: ['c', 'b'] },
  });
});

test('what the model has learned from is no news to it, what was taken back is none', async () => {
  await take('learned', 200);
  await take('retracted', 200);
  await inProduction(2, 'learned');
  await batches.sql`delete from marea.batch_profiles where batch = 'retracted'`;
  expect(await take('c', 200)).toMatchObject({
    reason: 'the model stays: too few rows to tell (200 of 500)',
  });
});

test('a batch that came before there was a model, and was not learned from, is looked at', async () => {
  await batches.sql`update marea.model_versions set stage = 'None'`;
  expect(await take('a', 300)).toMatchObject({
    train: true,
    reason: 'there is no model yet; 300 clean rows',
    report: { reason: 'nothing to compare with' },
  });
  await inProduction(2);
  expect(await take('b', 300)).toMatchObject({
    report: { together: ['a'], production: { currentRows: 600 } },
  });
});

test('a batch without new rows tells nothing, whatever waits', async () => {
  await take('a', 300);
  await take('b', 150);
  await batches.file('none', 'id,kind,weight\n1,potato,1\n');
  expect(await check('none', 0)).toMatchObject({
    drifted: false,
    reason: 'the model stays: the batch has no new rows',
    report: { together: [] },
  });
});

test('one that is told of with two at once is told of with one: the other looks again', async () => {
  await take('a', 300);
  const batch = (id: string) => take(id, 300);
  const told = await Promise.allSettled([batch('b'), batch('c')]);
  const failed = told.filter(({ status }) => status === 'rejected');
  if (failed.length > 0) await check(told[0]?.status === 'rejected' ? 'b' : 'c', 300);
  const reports = (await driftChecks(batches.sql, 'fruit', 10)).map(
    ({ report }) => report as ReturnType<typeof compare>,
  );
  const used = reports.filter(({ production }) => production).flatMap(({ together }) => together);
  expect(used.filter((id) => id === 'a')).toHaveLength(1);
});
