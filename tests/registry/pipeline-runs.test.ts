/** The pipeline's runs beside those of notebooks: shown alike, the pipeline's alone to change, and gone with the data set. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forgetTracked } from '../../shared/tracking/forget.ts';
import { activeRun, createRun, endRun, logMetrics, logParams } from '../../shared/tracking/runs.ts';
import { trainingOf } from '../../shared/tracking/trainings.ts';
import { type Json, startRegistry, type TestRegistry } from './registry.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry?.stop());
beforeEach(async () => {
  await registry.services.sql`delete from marea.experiments where id <> 0`;
});

const read = async (run: string) =>
  (await registry.get(`runs/get?run_id=${run}`)).run as { info: Json; data: Record<string, Json[]> };
const experimentOf = async (name: string): Promise<string> =>
  ((await registry.get(`experiments/get-by-name?experiment_name=${name}`)).experiment as Json)
    .experiment_id as string;

/** A training with one trial, as the stages leave them. */
async function training(): Promise<void> {
  const { sql } = registry.services;
  await createRun(sql, { id: 'training-1', dataset: 'realtor', name: 'training', batch: 'b1' });
  await createRun(sql, { id: 'trial-1', dataset: 'realtor', name: 'trial 0: tree', parent: 'training-1' });
  await logParams(sql, 'trial-1', { family: 'tree', depth: 3 });
  await logMetrics(sql, 'trial-1', { validation_loss: 0.5 }, 1);
  await logMetrics(sql, 'trial-1', { validation_loss: 0.25 }, 2);
}

test('a training and its trials are shown as runs', async () => {
  await training();
  await endRun(registry.services.sql, 'trial-1', 'FINISHED');
  const experiment = await experimentOf('realtor');
  const { info, data } = await read('trial-1');
  const now = Date.now();
  expect(info).toEqual({
    run_uuid: 'trial-1',
    run_id: 'trial-1',
    experiment_id: experiment,
    run_name: 'trial 0: tree',
    user_id: '',
    status: 'FINISHED',
    start_time: expect.any(Number),
    end_time: expect.any(Number),
    artifact_uri: `mlflow-artifacts:/${experiment}/trial-1/artifacts`,
    lifecycle_stage: 'active',
  });
  expect(Math.abs(now - Number(info.start_time))).toBeLessThan(600_000);
  expect(Number(info.end_time)).toBeGreaterThanOrEqual(Number(info.start_time));
  expect(data.params).toEqual([
    { key: 'depth', value: '3' },
    { key: 'family', value: 'tree' },
  ]);
  expect(data.metrics).toMatchObject([{ key: 'validation_loss', value: 0.25, step: 2 }]);
  expect(Object.fromEntries((data.tags ?? []).map(({ key, value }) => [key, value]))).toEqual({
    'mlflow.parentRunId': 'training-1',
    'mlflow.runName': 'trial 0: tree',
    'mlflow.user': 'marea',
    'mlflow.source.type': 'JOB',
    'mlflow.source.name': 'marea',
  });
  const { metrics } = await registry.get('metrics/get-history?run_id=trial-1&metric_key=validation_loss');
  expect((metrics as Json[]).map(({ value, step }) => [value, step])).toEqual([
    [0.5, 1],
    [0.25, 2],
  ]);
});

test('a run of a notebook in the experiment of the data set is no training of it', async () => {
  const { sql } = registry.services;
  const experiment = await registry.experiment('realtor');
  const parent = await registry.run(experiment, { run_name: 'notebook' });
  await registry.run(experiment, { tags: [{ key: 'mlflow.parentRunId', value: parent }] });
  expect(await activeRun(sql, 'realtor')).toBeUndefined();
  await training();
  expect(await experimentOf('realtor')).toBe(experiment);
  expect(await activeRun(sql, 'realtor')).toEqual({ id: 'training-1', batch: 'b1' });
  expect(await trainingOf(sql, 'realtor', 'b1')).toMatchObject({ run: 'training-1' });
});

describe('what is the pipeline’s is refused to others:', () => {
  test.each<[string, Json]>([
    ['runs/delete', {}],
    ['runs/update', { status: 'FINISHED' }],
    ['runs/update', { end_time: 1 }],
    ['runs/log-metric', { key: 'm', value: 1, timestamp: 1 }],
    ['runs/log-parameter', { key: 'search_ended_by', value: 'me' }],
    ['runs/log-batch', { metrics: [{ key: 'm', value: 1, timestamp: 1 }], tags: [{ key: 't', value: '1' }] }],
    ['runs/log-inputs', { datasets: [] }],
    ['runs/outputs', { models: [] }],
  ])('%s %j', async (path, body) => {
    await training();
    const before = await read('training-1');
    const answer = await registry.post(path, { run_id: 'training-1', ...body }, 400);
    expect(answer).toEqual({
      error_code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringMatching(/is of a training of the data set realtor/),
    });
    expect(await read('training-1')).toEqual(before);
  });

  test('but its name and its tags are for all', async () => {
    await training();
    await registry.post('runs/set-tag', {
      run_id: 'training-1',
      key: 'mlflow.note.content',
      value: 'looks well',
    });
    await registry.post('runs/update', { run_id: 'training-1', run_name: 'the good one' });
    const { info, data } = await read('training-1');
    expect(info).toMatchObject({ run_name: 'the good one', status: 'RUNNING' });
    expect(data.tags).toContainEqual({ key: 'mlflow.note.content', value: 'looks well' });
  });
});

test('with a data set go the runs of notebooks in its experiment, their inputs and their models', async () => {
  const { sql } = registry.services;
  const experiment = await registry.experiment('realtor');
  const other = await registry.run();
  const run = await registry.run(experiment);
  const { model } = (await registry.post('logged-models', {
    experiment_id: experiment,
    source_run_id: run,
    params: [{ key: 'p', value: '1' }],
    tags: [{ key: 't', value: '1' }],
  })) as { model: { info: { model_id: string } } };
  const { model_id } = model.info;
  await registry.post('runs/log-batch', {
    run_id: run,
    metrics: [{ key: 'm', value: 1, timestamp: 1, model_id }],
    params: [{ key: 'p', value: '1' }],
  });
  const dataset = { name: 'd', digest: 'x', source_type: 'local', source: '{}' };
  await registry.post('runs/log-inputs', { run_id: run, datasets: [{ dataset }], models: [{ model_id }] });
  await registry.post('runs/outputs', { run_id: run, models: [{ model_id }] });
  await training();
  expect(await sql.begin((tx) => forgetTracked(tx, 'realtor'))).toEqual([experiment]);
  const left = await sql`
    select run_id from marea.metrics union all select run_id from marea.latest_metrics
    union all select run_id from marea.run_inputs union all select run_id from marea.run_model_inputs
    union all select run_id from marea.run_outputs union all select id from marea.logged_models
    union all select model_id from marea.logged_model_metrics union all select model_id from marea.logged_model_tags
    union all select model_id from marea.logged_model_params union all select name from marea.input_datasets`;
  expect(left).toEqual([]);
  expect(await sql`select id from marea.runs`).toEqual([{ id: other }]);
});
