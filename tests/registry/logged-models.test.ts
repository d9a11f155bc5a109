/** Logged models, and what runs have used and made, as MLflow 3.17.2 answers for them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Json, startRegistry, type TestRegistry } from './registry.ts';

let registry: TestRegistry;
let experiment: string;
beforeAll(async () => {
  registry = await startRegistry();
  experiment = await registry.experiment();
});
afterAll(() => registry?.stop());

interface Model {
  readonly info: Json & { readonly model_id: string };
  readonly data: Json;
}
const logged = async (fields: Json = {}): Promise<Model> =>
  (await registry.post('logged-models', { experiment_id: experiment, ...fields })).model as Model;
const shown = async (id: string): Promise<Model> =>
  (await registry.get(`logged-models/${id}`)).model as Model;
const read = async (run: string) =>
  (await registry.get(`runs/get?run_id=${run}`)).run as { inputs: Json; outputs: Json };

describe('a logged model', () => {
  test('is made, and read, as MLflow does', async () => {
    const run = await registry.run(experiment);
    const params = [{ key: 'any (key)', value: '1' }];
    const tags = [{ key: 't', value: '1' }];
    const model = await logged({ name: 'model', source_run_id: run, model_type: 'sklearn', params, tags });
    const { model_id: id } = model.info;
    expect(id).toMatch(/^m-[0-9a-f]{32}$/);
    expect(model).toEqual({
      info: {
        model_id: id,
        experiment_id: experiment,
        name: 'model',
        creation_timestamp_ms: expect.any(Number),
        last_updated_timestamp_ms: model.info.creation_timestamp_ms,
        artifact_uri: `mlflow-artifacts:/${experiment}/models/${id}/artifacts`,
        status: 'LOGGED_MODEL_PENDING',
        model_type: 'sklearn',
        source_run_id: run,
        tags,
      },
      data: { params },
    });
    expect(await shown(id)).toEqual(model);
  });

  test('without a name gets one', async () => {
    const { info, data } = await logged({ name: '' });
    expect(info).toMatchObject({
      name: expect.stringMatching(/^[a-z]+-[a-z]+-\d+$/),
      model_type: '',
      source_run_id: '',
    });
    expect(data).toEqual({});
  });

  test('is ready when its client says so, by name or by number', async () => {
    const { model_id: id } = (await logged()).info;
    const { model } = await registry.send('PATCH', `logged-models/${id}`, {
      model_id: id,
      status: 'LOGGED_MODEL_READY',
    });
    expect(model).toEqual(await shown(id));
    expect((await shown(id)).info.status).toBe('LOGGED_MODEL_READY');
    await registry.send('PATCH', `logged-models/${id}`, { status: 3 });
    expect((await shown(id)).info.status).toBe('LOGGED_MODEL_UPLOAD_FAILED');
    for (const status of ['NOPE', undefined])
      await registry.send('PATCH', `logged-models/${id}`, { status }, 400);
  });

  test('has tags, the last of each key, which are deleted once', async () => {
    const { model_id: id } = (await logged({ tags: [{ key: 't', value: '1' }] })).info;
    const tags = [
      { key: 'a/b c', value: 'b' },
      { key: 't', value: '2' },
      { key: 'a/b c', value: 'c' },
    ];
    await registry.send('PATCH', `logged-models/${id}/tags`, { tags });
    expect((await shown(id)).info.tags).toEqual([tags[2], tags[1]]);
    await registry.send('DELETE', `logged-models/${id}/tags/a%2Fb%20c`, undefined);
    expect((await shown(id)).info.tags).toEqual([tags[1]]);
    expect(await registry.send('DELETE', `logged-models/${id}/tags/a%2Fb%20c`, undefined, 404)).toEqual({
      error_code: 'RESOURCE_DOES_NOT_EXIST',
      message: `No tag with key 'a/b c' found for model with ID '${id}'.`,
    });
  });

  test('takes params once, again with the same value, and with no other', async () => {
    const { model_id: id } = (await logged()).info;
    const params = (value: string) => ({ params: [{ key: 'p', value }] });
    for (const _ of [1, 2]) await registry.post(`logged-models/${id}/params`, params('1'));
    await registry.post(`logged-models/${id}/params`, params('2'), 400);
    expect((await shown(id)).data.params).toEqual([{ key: 'p', value: '1' }]);
  });

  test('that is deleted is there only for who asks for deleted ones', async () => {
    const { model_id: id } = (await logged()).info;
    for (const _ of [1, 2]) await registry.send('DELETE', `logged-models/${id}`, undefined);
    await registry.get(`logged-models/${id}`, 404);
    expect(await registry.get(`logged-models/${id}?allow_deleted=true`)).toMatchObject({
      model: { info: { model_id: id } },
    });
  });

  test('shows what was measured of it, once, with the data it was measured on', async () => {
    const run = await registry.run(experiment);
    const { model_id: id } = (await logged()).info;
    const point = { key: 'mm', value: 0.7, timestamp: 1_700_000_000_000, step: 3, model_id: id };
    const on = { dataset_name: 'd', dataset_digest: 'dg' };
    for (const _ of [1, 2]) await registry.post('runs/log-metric', { run_id: run, ...point, ...on });
    const metrics = [{ ...point, key: 'mb', value: 'NaN' }];
    await registry.post('runs/log-batch', { run_id: run, metrics });
    expect((await shown(id)).data.metrics).toEqual([
      { ...metrics[0], run_id: run },
      { ...point, ...on, run_id: run },
    ]);
  });
});

describe('of a model that is not there', () => {
  test.each([
    ['GET', 'logged-models/m-none', undefined],
    ['GET', 'logged-models/m-none/artifacts/directories', undefined],
    ['PATCH', 'logged-models/m-none', { status: 'LOGGED_MODEL_READY' }],
    ['PATCH', 'logged-models/m-none/tags', { tags: [{ key: 'a', value: 'b' }] }],
    ['POST', 'logged-models/m-none/params', { params: [{ key: 'a', value: 'b' }] }],
    ['DELETE', 'logged-models/m-none/tags/a', undefined],
    ['DELETE', 'logged-models/%00', undefined],
  ])('%s %s is refused', async (method, path, body) => {
    expect(await registry.send(method, path, body, 404)).toMatchObject({
      error_code: 'RESOURCE_DOES_NOT_EXIST',
    });
  });

  test('nothing is measured, and it is no input and no output', async () => {
    const run = await registry.run(experiment);
    const refused = {
      error_code: 'INVALID_PARAMETER_VALUE',
      message: "Logged model with ID 'm-none' not found.",
    };
    const model = { model_id: 'm-none' };
    const point = { key: 'm', value: 1, timestamp: 1, ...model };
    expect(await registry.post('runs/log-metric', { run_id: run, ...point }, 400)).toEqual(refused);
    expect(await registry.post('runs/outputs', { run_id: run, models: [model] }, 400)).toEqual(refused);
    expect(await registry.post('runs/log-inputs', { run_id: run, models: [model] }, 400)).toEqual(refused);
    expect(await registry.get(`metrics/get-history?run_id=${run}&metric_key=m`)).toEqual({});
  });
});

test.each([
  [{ name: 'a/b' }, 400],
  [{ experiment_id: '777' }, 404],
  [{ experiment_id: undefined }, 400],
  [{ tags: [{ key: 'k'.repeat(251), value: 'b' }] }, 400],
])('a model %j is refused', async (fields, status) => {
  await registry.post('logged-models', { experiment_id: experiment, ...fields }, status);
});

describe('a run', () => {
  const dataset = {
    name: 'd',
    digest: 'dg',
    source_type: 'local',
    source: '{}',
    schema: '{"a":1}',
    profile: '{"n":2}',
  };
  const used = (context: string) => ({ dataset, tags: [{ key: 'mlflow.data.context', value: context }] });

  test('notes the data it has used once, as it was said first', async () => {
    const run = await registry.run(experiment);
    const bare = { dataset: { name: 'd2', digest: 'dg', source_type: 'local', source: '{}' } };
    for (const datasets of [[used('train')], [used('test')], [bare, bare]])
      await registry.post('runs/log-inputs', { run_id: run, datasets });
    expect((await read(run)).inputs).toEqual({ dataset_inputs: [used('train'), bare] });
  });

  test('at once with others of its experiment notes the same data', async () => {
    const runs = await Promise.all(Array.from({ length: 8 }, () => registry.run(experiment)));
    const datasets = [used('train'), { dataset: { ...dataset, digest: 'other' } }];
    await Promise.all(
      runs.map((run, i) =>
        registry.post('runs/log-inputs', {
          run_id: run,
          datasets: i % 2 ? datasets : [...datasets].reverse(),
        }),
      ),
    );
    for (const run of runs) expect((await read(run)).inputs.dataset_inputs).toHaveLength(2);
  });

  test('notes models that it has used and made, once', async () => {
    const run = await registry.run(experiment);
    const { model_id } = (await logged()).info;
    for (const _ of [1, 2]) {
      await registry.post('runs/log-inputs', { run_id: run, models: [{ model_id }] });
      await registry.post('runs/outputs', { run_id: run, models: [{ model_id, step: 3 }] });
    }
    expect(await read(run)).toMatchObject({
      inputs: { model_inputs: [{ model_id }] },
      outputs: { model_outputs: [{ model_id, step: 3 }] },
    });
  });

  test.each([
    [
      { dataset: { ...dataset, name: 'd'.repeat(501) } },
      "'name' exceeds the maximum length of 500 characters",
    ],
    [
      { dataset: { ...dataset, digest: 'd'.repeat(37) } },
      "'digest' exceeds the maximum length of 36 characters",
    ],
    [
      { dataset: { ...dataset, source: 's'.repeat(65_536) } },
      "'source' exceeds the maximum length of 65535 characters",
    ],
    [
      { dataset, tags: [{ key: 'k'.repeat(256), value: '' }] },
      "'key' exceeds the maximum length of 255 characters",
    ],
    [
      { dataset, tags: [{ key: 'k', value: 'v'.repeat(501) }] },
      "'value' exceeds the maximum length of 500 characters",
    ],
    [
      { dataset: { ...dataset, name: undefined } },
      /^Missing value for required parameter 'datasets\[0\].dataset.name'/,
    ],
    [{}, /^Missing value for required parameter 'datasets\[0\].dataset'/],
  ])('with the data %# is refused', async (input, message) => {
    const run = await registry.run(experiment);
    expect(await registry.post('runs/log-inputs', { run_id: run, datasets: [input] }, 400)).toEqual({
      error_code: 'INVALID_PARAMETER_VALUE',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });
});
