/** Runs, as MLflow 3.17.2 answers for them: statuses, codes and words are those of its server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonRequest } from '../http-request.ts';
import { type Json, startRegistry, type TestRegistry } from './registry.ts';

let registry: TestRegistry;
let experiment: string;
beforeAll(async () => {
  registry = await startRegistry();
  experiment = await registry.experiment();
});
afterAll(() => registry?.stop());

const read = async (run: string) =>
  (await registry.get(`runs/get?run_id=${run}&run_uuid=${run}`)).run as {
    info: Json;
    data: Json;
    inputs: Json;
    outputs: Json;
  };

test('one that is made is answered, and read, as MLflow does', async () => {
  const tags = [{ key: 'mlflow.user', value: 'ann' }];
  const { run } = (await registry.post('runs/create', {
    experiment_id: experiment,
    user_id: 'ann',
    run_name: 'first',
    start_time: 1_700_000_000_123,
    tags,
  })) as { run: { info: { run_id: string } } };
  const id = run.info.run_id;
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  const info = {
    run_uuid: id,
    experiment_id: experiment,
    run_name: 'first',
    user_id: 'ann',
    status: 'RUNNING',
    start_time: 1_700_000_000_123,
    artifact_uri: `mlflow-artifacts:/${experiment}/${id}/artifacts`,
    lifecycle_stage: 'active',
    run_id: id,
  };
  const named = [{ key: 'mlflow.runName', value: 'first' }, ...tags];
  expect(run).toEqual({ info, data: { tags: expect.arrayContaining(named) }, inputs: {} });
  expect(await read(id)).toEqual({ info, data: { tags: named }, inputs: {}, outputs: {} });
});

test('says who has made it, by the platform, and is no training of anybody', async () => {
  const run = await registry.run(experiment);
  const [row] = await registry.services
    .sql`select principal, dataset, parent_id from marea.runs where id = ${run}`;
  expect(row).toEqual({ principal: 'anybody', dataset: null, parent_id: null });
});

test('one without a name gets one, and the tag that says it', async () => {
  const { info, data } = await read(await registry.run(experiment));
  expect(info.run_name).toMatch(/^[a-z]+-[a-z]+-\d+$/);
  expect(data.tags).toEqual([{ key: 'mlflow.runName', value: info.run_name }]);
});

test('is found by the name of a run of before MLflow 1, too', async () => {
  const run = await registry.run(experiment);
  expect(await registry.get(`runs/get?run_uuid=${run}`)).toEqual({ run: await read(run) });
});

test('ends, and gets another name; what is not said stays', async () => {
  const run = await registry.run(experiment, { run_name: 'old' });
  await registry.post('runs/update', { run_id: run, status: 'FINISHED', end_time: 1_700_000_001_000 });
  const { run_info } = await registry.post('runs/update', { run_id: run, run_name: 'new' });
  const { info, data } = await read(run);
  expect(run_info).toEqual(info);
  expect(info).toMatchObject({ status: 'FINISHED', end_time: 1_700_000_001_000, run_name: 'new' });
  expect(data.tags).toEqual([{ key: 'mlflow.runName', value: 'new' }]);
  await registry.post('runs/update', { run_id: run, status: 1, run_name: '' });
  expect((await read(run)).info).toMatchObject({ status: 'RUNNING', run_name: 'new' });
});

test('the tag that is its name names it', async () => {
  const run = await registry.run(experiment);
  await registry.post('runs/set-tag', { run_id: run, key: 'mlflow.runName', value: 'by tag' });
  expect((await read(run)).info.run_name).toBe('by tag');
  await registry.post('runs/log-batch', {
    run_id: run,
    tags: [{ key: 'mlflow.runName', value: 'by batch' }],
  });
  expect((await read(run)).info.run_name).toBe('by batch');
});

test('a tag is set, set anew, and deleted once', async () => {
  const run = await registry.run(experiment, { run_name: 'n' });
  await registry.post('runs/set-tag', { run_id: run, key: 't', value: 'one' });
  await registry.post('runs/set-tag', { run_id: run, key: 't', value: 'two' });
  expect((await read(run)).data.tags).toContainEqual({ key: 't', value: 'two' });
  await registry.post('runs/delete-tag', { run_id: run, key: 't' });
  expect(await registry.post('runs/delete-tag', { run_id: run, key: 't' }, 404)).toEqual({
    error_code: 'RESOURCE_DOES_NOT_EXIST',
    message: `No tag with name: t in run with id ${run}`,
  });
});

test('a deleted one takes nothing until it is restored; both may be asked twice', async () => {
  const run = await registry.run(experiment);
  for (const _ of [1, 2]) await registry.post('runs/delete', { run_id: run });
  expect((await read(run)).info.lifecycle_stage).toBe('deleted');
  const message = `The run ${run} must be in the 'active' state. Current state is deleted.`;
  for (const [path, body] of [
    ['log-metric', { key: 'm', value: 1, timestamp: 1 }],
    ['log-parameter', { key: 'p', value: '1' }],
    ['log-batch', { tags: [{ key: 't', value: '1' }] }],
    ['set-tag', { key: 't', value: '1' }],
    ['delete-tag', { key: 't' }],
    ['update', { status: 'FAILED' }],
    ['log-inputs', {}],
    ['outputs', { models: [] }],
  ] as const)
    expect(await registry.post(`runs/${path}`, { run_id: run, ...body }, 400), path).toEqual({
      error_code: 'INVALID_PARAMETER_VALUE',
      message,
    });
  for (const _ of [1, 2]) await registry.post('runs/restore', { run_id: run });
  await registry.post('runs/set-tag', { run_id: run, key: 't', value: '1' });
});

test('a model is noted in it as clients of MLflow 2 log one, once however often it is sent', async () => {
  const run = await registry.run(experiment);
  const model = (path: string) => ({
    run_id: run,
    model_json: JSON.stringify({
      artifact_path: path,
      flavors: { python_function: { env: 'conda.yaml' } },
      utc_time_created: '2026-01-02',
      run_id: run,
      model_uuid: 'u',
      signature: { inputs: 'long' },
    }),
  });
  await registry.post('runs/log-model', model('a'));
  await registry.post('runs/log-model', model('b'));
  await registry.post('runs/log-model', model('b'));
  const tags = (await read(run)).data.tags as { key: string; value: string }[];
  const noted = JSON.parse(tags.find(({ key }) => key === 'mlflow.log-model.history')?.value ?? '');
  expect(noted.map((one: Json) => one.artifact_path)).toEqual(['a', 'b']);
  expect(Object.keys(noted[0]).sort()).toEqual(
    ['artifact_path', 'flavors', 'model_uuid', 'run_id', 'utc_time_created'].sort(),
  );
  for (const model_json of ['no json', '{"artifact_path":"a"}'])
    await registry.post('runs/log-model', { run_id: run, model_json }, 400);
});

describe('refused:', () => {
  test.each([
    [
      'create',
      { run_name: 'x', tags: [{ key: 'mlflow.runName', value: 'y' }] },
      /^Both 'run_name' argument and/,
    ],
    ['create', { start_time: 'soon' }, /^Invalid value "soon" for parameter 'start_time'.*type 'str'/],
    ['create', { start_time: -1 }, /before 1970/],
    ['create', { tags: [{ value: 'b' }] }, /^Missing value for required parameter 'tags\[0\].key'/],
    ['create', { tags: ['a'] }, /^Invalid value "a" for parameter 'tags\[0\]'/],
    ['create', { run_name: 'a\u0000b' }, /It holds a zero or half a character/],
    ['create', { tags: [{ key: 'half \ud800', value: '' }] }, /It holds a zero or half a character/],
  ])('%s %j', async (path, body, message) => {
    const answer = await registry.post(`runs/${path}`, { experiment_id: experiment, ...body }, 400);
    expect(answer).toEqual({
      error_code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringMatching(message),
    });
  });

  test('runs of no experiment, and of none that is there', async () => {
    await registry.post('runs/create', {}, 400);
    expect(await registry.post('runs/create', { experiment_id: '777' }, 404)).toMatchObject({
      message: 'No Experiment with id=777 exists',
    });
  });

  test('a status that is none', async () => {
    const run = await registry.run(experiment);
    await registry.post('runs/update', { run_id: run, status: 'NOPE' }, 400);
  });

  test.each([
    ['GET', 'runs/get?run_id=nope', undefined],
    ['POST', 'runs/update', { run_id: 'nope' }],
    ['POST', 'runs/delete', { run_id: 'nope' }],
    ['POST', 'runs/restore', { run_id: 'nope' }],
    ['POST', 'runs/set-tag', { run_id: 'nope', key: 'a', value: 'b' }],
    ['POST', 'runs/delete-tag', { run_id: 'nope', key: 'a' }],
    ['POST', 'runs/log-metric', { run_id: 'nope', key: 'a', value: 1, timestamp: 1 }],
    ['POST', 'runs/log-batch', { run_id: 'nope' }],
    ['POST', 'runs/log-inputs', { run_id: 'nope' }],
    ['POST', 'runs/outputs', { run_id: 'nope', models: [] }],
  ])('%s %s of a run that is not there', async (method, path, body) => {
    expect(await registry.send(method, path, body, 404)).toEqual({
      error_code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'Run with id=nope not found',
    });
  });

  test('what is no object, and of another type', async () => {
    const send = async (request: ReturnType<typeof jsonRequest>) => {
      const { status, body } = await registry.handle(request);
      return { status, code: JSON.parse(String(body)).error_code };
    };
    const request = jsonRequest('POST', '/api/2.0/mlflow/runs/create', [1]);
    expect(await send(request)).toEqual({ status: 400, code: 'BAD_REQUEST' });
    expect(await send({ ...request, headers: { 'content-type': 'text/plain' } })).toEqual({
      status: 400,
      code: 'INVALID_PARAMETER_VALUE',
    });
  });
});

test('what is not offered is said to be no endpoint, at once', async () => {
  for (const [method, path] of [
    ['GET', '/api/3.0/mlflow/traces/search'],
    ['POST', '/v1/traces'],
    ['POST', '/api/2.0/mlflow/nothing'],
    ['PUT', '/api/2.0/mlflow/runs/create'],
  ] as const)
    expect(await registry.send(method, path, method === 'GET' ? undefined : {}, 404)).toMatchObject({
      error_code: 'ENDPOINT_NOT_FOUND',
    });
});
