/** Searches of registered models and of versions over the wire. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Json, startRegistry, type TestRegistry } from './registry.ts';

let registry: TestRegistry;

beforeAll(async () => {
  registry = await startRegistry();
  for (const name of ['one', 'two', 'three']) await registry.post('registered-models/create', { name });
  const experiment = await registry.experiment();
  const run_id = await registry.run(experiment);
  const source = `mlflow-artifacts:/${experiment}/${run_id}/artifacts/model`;
  for (const name of ['one', 'one', 'two'])
    await registry.post('model-versions/create', { name, source, run_id });
  await registry.post('registered-models/alias', { name: 'one', alias: 'best', version: '1' });
});
afterAll(() => registry.stop());

const search = (of: string, query: Record<string, string>, status = 200): Promise<Json> =>
  registry.get(`${of}/search?${new URLSearchParams(query)}`, status);

test('registered models are what get says of each, by name, page by page', async () => {
  const first = await search('registered-models', { max_results: '2' });
  const second = await search('registered-models', {
    max_results: '2',
    page_token: String(first.next_page_token),
  });
  const found = [...(first.registered_models as Json[]), ...(second.registered_models as Json[])];
  const each = ['one', 'three', 'two'].map((name) => registry.get(`registered-models/get?name=${name}`));
  expect(found).toEqual((await Promise.all(each)).map(({ registered_model }) => registered_model));
  expect(second.next_page_token).toBeUndefined();
});

test('versions are what get says of each but for its aliases, in the order that is asked for', async () => {
  const { model_versions } = await search('model-versions', {
    filter: "name = 'one'",
    order_by: 'version_number ASC',
  });
  const each = [1, 2].map((version) => registry.get(`model-versions/get?name=one&version=${version}`));
  const [one = {}, two] = (await Promise.all(each)).map(({ model_version }) => model_version as Json);
  const { aliases, ...first } = one;
  expect(aliases).toEqual(['best']);
  expect(model_versions).toEqual([first, two]);
  expect(await search('model-versions', { filter: "name = 'nobody'" })).toEqual({});
});

test.each([
  ['registered-models', { max_results: '1001' }, /It must be at most 1000/],
  ['registered-models', { filter: 'name' }, /Invalid clause/],
  ['registered-models', { order_by: 'stage' }, /Invalid order by key 'stage' specified/],
  ['model-versions', { max_results: '200001' }, /It must be at most 200000/],
  ['model-versions', { page_token: 'x' }, /Invalid page token/],
])('%s: %j is refused for good', async (of, query, message) => {
  expect(await search(of, query, 400)).toEqual({
    error_code: 'INVALID_PARAMETER_VALUE',
    message: expect.stringMatching(message),
  });
});
