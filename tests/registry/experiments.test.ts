/** Experiments, as MLflow 3.17.2 answers for them: statuses, codes and words are those of its server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonRequest } from '../http-request.ts';
import { type Json, startRegistry, type TestRegistry } from './registry.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry?.stop());

const shown = async (id: string): Promise<Json> =>
  (await registry.get(`experiments/get?experiment_id=${id}`)).experiment as Json;

test('the one that clients log to when they name none is there', async () => {
  expect(await shown('0')).toMatchObject({
    experiment_id: '0',
    name: 'Default',
    artifact_location: 'mlflow-artifacts:/0',
    lifecycle_stage: 'active',
  });
});

test('one that was made is found by its id and by its name', async () => {
  const tags = [{ key: 'team', value: 'blue' }, { key: 'any (key)!' }];
  await registry.post('experiments/create', { name: 'bad keys', tags }, 400);
  const { experiment_id: id } = await registry.post('experiments/create', { name: 'made', tags: [tags[0]] });
  const experiment = await shown(String(id));
  expect(experiment).toEqual({
    experiment_id: id,
    name: 'made',
    artifact_location: `mlflow-artifacts:/${id}`,
    lifecycle_stage: 'active',
    creation_time: expect.any(Number),
    last_update_time: experiment.creation_time,
    tags: [tags[0]],
    workspace: 'default',
  });
  expect(await registry.get('experiments/get-by-name?experiment_name=made')).toEqual({ experiment });
});

test('two at once with one name are one, and the other hears that it is there', async () => {
  const request = () => jsonRequest('POST', '/api/2.0/mlflow/experiments/create', { name: 'once' });
  const answers = await Promise.all([1, 2, 3].map(async () => (await registry.handle(request())).status));
  expect(answers.sort()).toEqual([200, 400, 400]);
  expect(await registry.post('experiments/create', { name: 'once' }, 400)).toEqual({
    error_code: 'RESOURCE_ALREADY_EXISTS',
    message: 'Experiment(name=once) already exists.',
  });
});

test('a name is changed, unless it is another one', async () => {
  const id = await registry.experiment('before');
  await registry.experiment('other');
  await registry.post('experiments/update', { experiment_id: id, new_name: 'after' });
  expect(await shown(id)).toMatchObject({ name: 'after' });
  const taken = await registry.post('experiments/update', { experiment_id: id, new_name: 'other' }, 400);
  expect(taken.error_code).toBe('RESOURCE_ALREADY_EXISTS');
});

test('with a deleted one its runs are deleted, and restored with it', async () => {
  const id = await registry.experiment();
  const run = await registry.run(id);
  const stage = async () => {
    const { run: read } = (await registry.get(`runs/get?run_id=${run}`)) as { run: { info: Json } };
    return [(await shown(id)).lifecycle_stage, read.info.lifecycle_stage];
  };
  await registry.post('experiments/delete', { experiment_id: id });
  expect(await stage()).toEqual(['deleted', 'deleted']);
  await registry.post('experiments/delete', { experiment_id: id }, 404);
  const state = `The experiment ${id} must be in the 'active' state. Current state is deleted.`;
  for (const [path, body] of [
    ['runs/create', {}],
    ['experiments/set-experiment-tag', { key: 'a', value: 'b' }],
    ['logged-models', { name: 'm' }],
  ] as const)
    expect(await registry.post(path, { experiment_id: id, ...body }, 400), path).toMatchObject({
      message: state,
    });
  await registry.post('experiments/update', { experiment_id: id, new_name: 'x' }, 400);
  await registry.post('experiments/restore', { experiment_id: id });
  expect(await stage()).toEqual(['active', 'active']);
  await registry.post('experiments/restore', { experiment_id: id }, 404);
});

test('a tag is set, set anew, and deleted once', async () => {
  const id = await registry.experiment();
  const tag = { experiment_id: id, key: 'note' };
  await registry.post('experiments/set-experiment-tag', { ...tag, value: 'one' });
  await registry.post('experiments/set-experiment-tag', { ...tag, value: 'two' });
  expect((await shown(id)).tags).toEqual([{ key: 'note', value: 'two' }]);
  await registry.post('experiments/delete-experiment-tag', tag);
  expect(await registry.post('experiments/delete-experiment-tag', tag, 404)).toEqual({
    error_code: 'RESOURCE_DOES_NOT_EXIST',
    message: `No tag with name: note in experiment with id ${id}`,
  });
});

test('that of a data set is neither deleted nor renamed, and no other becomes it', async () => {
  const id = await registry.experiment('realtor');
  const other = await registry.experiment();
  for (const [path, body] of [
    ['experiments/delete', { experiment_id: id }],
    ['experiments/update', { experiment_id: id, new_name: 'mine' }],
    ['experiments/update', { experiment_id: other, new_name: 'diabetes' }],
  ] as const)
    expect(await registry.post(path, body, 400)).toMatchObject({
      message: expect.stringMatching(/is the experiment of the data set/),
    });
});

const SEE = ' See the API docs for more information about request parameters.';

describe('refused:', () => {
  test.each([
    [{}, `Missing value for required parameter 'name'.${SEE}`],
    [{ name: '' }, `Missing value for required parameter 'name'.${SEE}`],
    [{ name: 5 }, `Invalid value 5 for parameter 'name' supplied:  Hint: Value was of type 'int'.${SEE}`],
    [{ name: 'n'.repeat(501) }, "'name' exceeds the maximum length of 500 characters"],
    [
      { name: 'x', tags: { a: 1 } },
      `Invalid value {"a":1} for parameter 'tags' supplied:  Hint: Value was of type 'dict'.${SEE}`,
    ],
    [
      { name: 'x', tags: [{ key: 'k'.repeat(251), value: '' }] },
      "'key' exceeds the maximum length of 250 characters",
    ],
    [
      { name: 'x', tags: [{ key: 'k', value: 'v'.repeat(20_001) }] },
      "'value' exceeds the maximum length of 20000 characters",
    ],
    [
      { name: 'x', artifact_location: 'runs:/abc' },
      "Artifact location cannot be a runs:/ URI. Given: 'runs:/abc'",
    ],
    [
      { name: 'x', artifact_location: 's3://elsewhere' },
      "Artifacts are kept by this server, in a place of its own. Leave artifact_location out. Given: 's3://elsewhere'",
    ],
  ])('create %j', async (body, message) => {
    expect(await registry.post('experiments/create', body, 400)).toEqual({
      error_code: 'INVALID_PARAMETER_VALUE',
      message,
    });
  });

  test.each([
    ['experiments/get?experiment_id=99', 404, 'No Experiment with id=99 exists'],
    [
      'experiments/get?experiment_id=abc',
      400,
      "Invalid experiment ID 'abc'. Experiment ID must be a valid integer.",
    ],
    ['experiments/get', 400, `Missing value for required parameter 'experiment_id'.${SEE}`],
    ['experiments/get-by-name?experiment_name=nb', 404, "Could not find experiment with name 'nb'"],
    ['experiments/get-by-name', 400, `Missing value for required parameter 'experiment_name'.${SEE}`],
  ])('GET %s', async (path, status, message) => {
    expect(await registry.get(path, status)).toMatchObject({ message });
  });
});
