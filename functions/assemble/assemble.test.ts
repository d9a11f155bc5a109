/** The stage, on a real Postgres and a real object store, from what a search of flats leaves there. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { datasetNamed } from '../../shared/datasets/index.ts';
import { families } from '../../shared/ml/models/families.ts';
import { modelToJson } from '../../shared/ml/models/json.ts';
import { seeded } from '../../shared/ml/random.ts';
import { openModel } from '../../shared/onnx/session.ts';
import { loadDatasets } from '../../shared/runtime/dataset-modules.ts';
import type { CleanRows } from '../../shared/store/clean-rows.ts';
import { writeSnapshot } from '../../shared/store/snapshot.ts';
import { FILES, type ModelMetadata } from '../../shared/tracking/artifact.ts';
import { learnFeatures } from '../../shared/tracking/learn-features.ts';
import { examplesOf } from '../../shared/tracking/parts.ts';
import { createRun, logParams } from '../../shared/tracking/runs.ts';
import { completeTrial, requestTrial } from '../../shared/tracking/trials.ts';
import { type Workspace, workspaceOf } from '../../shared/tracking/workspace.ts';
import { eventRequest } from '../../tests/http-request.ts';
import { eventually } from '../../tests/platform.ts';
import { startStage, type TestStage } from '../../tests/stage.ts';
import { tinyModule } from '../../tests/tiny.ts';

const RUN = 'run-1';
const BATCH = 'b1';
let dataset: Dataset;
let stage: TestStage;
let workspace: Workspace;

/** Flats at 10 EUR for the square metre. */
function flats(rows: number): CleanRows {
  const random = seeded('flats');
  const size = Float64Array.from({ length: rows }, () => 20 + 100 * random());
  const texts = (of: (row: number) => string) => Array.from({ length: rows }, (_, row) => of(row));
  const columns = {
    flat: texts(String),
    size,
    rooms: size.map((one) => Math.ceil(one / 25)),
    district: texts((row) => (row % 2 ? 'works' : 'harbour')),
    rent: size.map((one) => 10 * one),
  };
  return { table: { rows, columns }, bucket: Uint8Array.from({ length: rows }, (_, row) => row % 100) };
}

async function storeSearch(): Promise<void> {
  const rows = flats(1000);
  await writeSnapshot(stage.services.objects, workspace.address('snapshot.parquet'), dataset, rows);
  const { data } = learnFeatures(dataset, rows, ['train'], 42);
  await workspace.writeData(data);
  const task = { task: 'regression', classes: 1 } as const;
  for (const [trial, family] of (['linear', 'tree'] as const).entries()) {
    const model = families[family].fit(
      examplesOf(data, 'train'),
      examplesOf(data, 'validation'),
      {},
      1,
      task,
    );
    await workspace.write(`trials/${trial}.json`, Buffer.from(modelToJson(model)));
  }
}

beforeAll(async () => {
  await loadDatasets(tinyModule);
  dataset = datasetNamed('tiny');
  stage = await startStage('assemble', () => import('./index.ts'));
  workspace = workspaceOf(stage.services.objects, dataset.name, RUN);
  await storeSearch();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  const { sql, objects } = stage.services;
  stage.sink.events.length = 0;
  await sql`truncate marea.outbox, marea.stages, marea.experiments, marea.batches cascade`;
  await sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage)
    values ('tiny', ${BATCH}, 's', ${BATCH}, 'source', 'training')`;
  await createRun(sql, { id: RUN, dataset: 'tiny', name: 'training', batch: BATCH });
  await logParams(sql, RUN, { seed: 42, search_ended_by: 'trials' });
  for (const [trial, family] of ['linear', 'tree', 'forest'].entries()) {
    await requestTrial(sql, RUN, 'tiny', { trial, round: 0, family, parameters: {}, seed: 1 });
    const score = [30, 20, null][trial] ?? null;
    await completeTrial(sql, RUN, trial, { score, metrics: {}, seconds: 1, curve: [] });
  }
  await objects.removeAll('datasets', `tiny/${RUN}/${FILES.graph}`);
});

const searched = (id = 'searched') =>
  stage.handle(
    eventRequest(
      { id, source: '/marea/train', type: 'dev.marea.training.searched', dataset: 'tiny', subject: BATCH },
      { run: RUN },
    ),
  );
const told = () => stage.sink.events.map(({ type, data }) => ({ type, data }));
const completed = { type: 'dev.marea.training.completed', data: { run: RUN, trial: 1 } };
const statusOf = async () =>
  (await stage.services.sql`select status from marea.runs where id = ${RUN}`)[0]?.status;

test('a search that is not over is not assembled, whoever says so', async () => {
  const { sql, objects } = stage.services;
  await sql`delete from marea.params where run_id = ${RUN} and key = 'search_ended_by'`;
  const { status, body } = await searched();
  expect([status, JSON.parse(String(body)).error]).toEqual([422, `the search of run ${RUN} is not over`]);
  expect([await statusOf(), told()]).toEqual(['RUNNING', []]);
  expect(await objects.list('datasets', `tiny/${RUN}/${FILES.graph}`)).toEqual([]);
});

describe('a search that is over', () => {
  test('becomes a graph that answers, of the best trial; the run ends, and its batch is trained', async () => {
    expect((await searched()).status).toBe(204);
    expect(told()).toEqual([completed]);
    expect(await statusOf()).toBe('FINISHED');
    const [batch] = await stage.services.sql`select stage from marea.batches where id = ${BATCH}`;
    expect(batch?.stage).toBe('trained');
    const metadata = await workspace.readJson<ModelMetadata>(FILES.metadata);
    expect(metadata).toMatchObject({ family: 'tree', version: 0, rows: { test: 100 } });
    const model = await openModel(await workspace.read(FILES.graph));
    const { prediction } = await model.run(flats(1000).table, ['prediction']);
    await model.close();
    // A rent of 10 EUR for the square metre, of flats of 20 to 120.
    for (const rent of prediction as Float32Array) {
      expect(rent).toBeGreaterThan(180);
      expect(rent).toBeLessThan(1300);
    }
  });

  test('has one end, however often and by whomever it is told', async () => {
    const answers = await Promise.all([searched(), searched(), searched('another')]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect(new Set(stage.sink.events.map(({ id }) => id)).size).toBe(1);
  });

  test('is worked on without a lock on its run: whoever has that is in nobody’s way', async () => {
    const { sql } = stage.services;
    let letGo = (): void => {};
    const free = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const held = sql.begin(async (tx) => {
      await tx`select 1 from marea.runs where id = ${RUN} for update`;
      await free;
    });
    const answer = searched();
    await eventually(() => stage.services.objects.size(workspace.address(FILES.graph)), 'the artifact');
    expect(told()).toEqual([]);
    letGo();
    await held;
    expect((await answer).status).toBe(204);
    expect(told()).toEqual([completed]);
  });

  test('of a training that was closed, or is gone with its data set, is nobody’s any more', async () => {
    const { sql } = stage.services;
    await sql`update marea.runs set status = 'FAILED' where id = ${RUN}`;
    expect((await searched('closed')).status).toBe(204);
    await sql`delete from marea.runs`;
    expect((await searched('gone')).status).toBe(204);
    expect(told()).toEqual([]);
  });

  test('stays open while the artifact cannot be made, and is tried again', async () => {
    const { objects } = stage.services;
    const model = await workspace.read('trials/1.json');
    await objects.removeAll('datasets', `tiny/${RUN}/trials/1.json`);
    expect((await searched()).status).toBe(500);
    expect(await statusOf()).toBe('RUNNING');
    await workspace.write('trials/1.json', model);
    expect((await searched()).status).toBe(204);
    expect(told()).toEqual([completed]);
  });
});
