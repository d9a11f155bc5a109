/** Searches over the wire: what clients post, what they get back, whose it is. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Principal } from '../../shared/access/principal.ts';
import { jsonRequest } from '../http-request.ts';
import { type Json, startRegistry, type TestRegistry } from './registry.ts';

let registry: TestRegistry;

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

type Run = { readonly info: { readonly run_id: string }; readonly data: Json };
const idsOf = ({ runs = [] }: Json): string[] => (runs as Run[]).map(({ info }) => info.run_id);
const messageOf = ({ error_code, message }: Json): unknown[] => [error_code, message];

describe('runs', () => {
  let experiment: string;
  const ids: string[] = [];

  beforeAll(async () => {
    experiment = await registry.experiment('searched');
    for (const [index, value] of [0.9, 0.7, 'NaN', 0.8].entries()) {
      const id = await registry.run(experiment, { run_name: `run ${index}`, start_time: 1000 + index });
      const metrics = [{ key: 'acc', value, timestamp: 5, step: 0 }];
      const params = [{ key: 'max depth', value: String(index) }];
      await registry.post('runs/log-batch', {
        run_id: id,
        metrics,
        params,
        tags: [{ key: 'team', value: 'Blue' }],
      });
      ids.push(id);
    }
  });

  const search = (fields: Json, status = 200): Promise<Json> =>
    registry.post('runs/search', { experiment_ids: [experiment], ...fields }, status);

  test('are what runs/get says of each, the newest first', async () => {
    const { runs, ...rest } = await search({});
    expect(rest).toEqual({});
    const each = await Promise.all(ids.map((id) => registry.get(`runs/get?run_id=${id}`)));
    expect(runs).toEqual(each.map(({ run }) => run).reverse());
  });

  test('are found by what they have logged, and sorted by it', async () => {
    const filter = "metrics.acc > 0.75 AND params.`max depth` != '1' AND tags.team ILIKE 'blue'";
    expect(idsOf(await search({ filter }))).toEqual([ids[3], ids[0]]);
    expect(idsOf(await search({ order_by: ['metrics.acc ASC'] }))).toEqual([ids[1], ids[3], ids[0], ids[2]]);
    expect(await search({ filter: 'metrics.acc > 7' })).toEqual({});
  });

  test('come page by page', async () => {
    const { next_page_token, ...first } = await search({ max_results: 3 });
    const second = await search({ max_results: 3, page_token: next_page_token });
    expect([...idsOf(first), ...idsOf(second)]).toEqual(ids.toReversed());
    expect(second.next_page_token).toBeUndefined();
  });

  test('deleted ones are found where they are asked for, by the name of the view or by its number', async () => {
    const id = await registry.run(experiment, { start_time: 1 });
    await registry.post('runs/delete', { run_id: id });
    expect(idsOf(await search({}))).not.toContain(id);
    expect(idsOf(await search({ run_view_type: 'DELETED_ONLY' }))).toEqual([id]);
    expect(idsOf(await search({ run_view_type: 3 }))).toEqual([...ids.toReversed(), id]);
  });

  test.each([
    [{ filter: 'metrics.acc' }, "Invalid clause(s) in filter string: 'metrics.acc'"],
    [{ order_by: ['metrics.acc up'] }, "Invalid ordering key in order_by clause 'metrics.acc up'."],
    [{ page_token: '!' }, 'Invalid page token, could not base64-decode'],
    [
      { max_results: 0 },
      "Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer",
    ],
    [
      { max_results: 50_001 },
      "Invalid value 50001 for parameter 'max_results' supplied. It must be at most 50000",
    ],
    [{ experiment_ids: ['x'] }, "Invalid experiment ID 'x'. Experiment ID must be a valid integer."],
  ])('%j is refused for good', async (fields, message) => {
    expect(messageOf(await search(fields, 400))).toEqual(['INVALID_PARAMETER_VALUE', message]);
  });

  test.each([
    [{ filter: 7 }],
    [{ order_by: 'metrics.acc' }],
    [{ order_by: [7] }],
    [{ run_view_type: 'SOME' }],
    [{ filter: 'start_time > 1e400' }, 200],
    [{ filter: 'start_time > 99999999999999999999999' }, 200],
    [{ filter: `params.${'x'.repeat(100_000)} = 'y'` }, 200],
  ])('%#: what is odd is no fault of the server', async (fields, status = 400) => {
    await search(fields, status);
  });

  test('a page of more than are in memory at once has them all, in order', async () => {
    const many = await registry.experiment('many');
    const { sql } = registry.services;
    await sql`
      insert into marea.runs (id, experiment_id, name, status, started_at)
      select 'many-' || n, ${many}, 'n' || n, 'FINISHED', to_timestamp(n) from generate_series(1, 1234) n`;
    const { runs, next_page_token } = await search({ experiment_ids: [many], max_results: 1200 });
    expect(idsOf({ runs })).toEqual(Array.from({ length: 1200 }, (_, index) => `many-${1234 - index}`));
    const rest = await search({ experiment_ids: [many], page_token: next_page_token });
    expect(idsOf(rest)).toHaveLength(34);
  });
});

describe('experiments', () => {
  const names = ({ experiments = [] }: Json): unknown[] => (experiments as Json[]).map(({ name }) => name);
  const search = (fields: Json): Promise<Json> => registry.post('experiments/search', fields);

  test('are found by name, tags and id, by POST and by GET alike', async () => {
    const id = await registry.experiment('E 1');
    await registry.experiment('e_2');
    await registry.post('experiments/set-experiment-tag', { experiment_id: id, key: 'k', value: 'v' });
    expect(names(await search({ filter: "name ILIKE 'e_%' AND name != 'x'", order_by: ['name'] }))).toEqual([
      'E 1',
      'e_2',
    ]);
    expect(names(await search({ filter: "tags.k = 'v'" }))).toEqual(['E 1']);
    expect(names(await search({ filter: "tags.k IS NULL AND name LIKE 'e%'" }))).toEqual(['e_2']);
    expect(
      names(await search({ filter: `experiment_id IN ('${id}', '0')`, order_by: ['experiment_id DESC'] })),
    ).toEqual(['E 1', 'Default']);
    const query = new URLSearchParams({ filter: "name LIKE 'e%' OR", max_results: '1' });
    expect(messageOf(await registry.get(`experiments/search?${query}`, 400))[1]).toMatch(/'OR'/);
    query.set('filter', "name ILIKE 'e_%'");
    query.append('order_by', 'creation_time ASC');
    query.append('order_by', 'name');
    const first = await registry.get(`experiments/search?${query}`);
    query.set('page_token', String(first.next_page_token));
    expect([...names(first), ...names(await registry.get(`experiments/search?${query}`))]).toEqual([
      'E 1',
      'e_2',
    ]);
  });

  test('deleted ones are found where they are asked for', async () => {
    const id = await registry.experiment('gone');
    await registry.post('experiments/delete', { experiment_id: id });
    const filter = "name = 'gone'";
    expect(names(await search({ filter }))).toEqual([]);
    expect(names(await search({ filter, view_type: 'DELETED_ONLY' }))).toEqual(['gone']);
  });
});

describe('logged models', () => {
  let experiment: string;
  const ids: string[] = [];
  const search = (fields: Json, status = 200): Promise<Json> =>
    registry.post('logged-models/search', { experiment_ids: [experiment], ...fields }, status);
  const found = async (fields: Json): Promise<unknown[]> =>
    (((await search(fields)).models ?? []) as { info: Json }[]).map(({ info }) => info.name);

  beforeAll(async () => {
    experiment = await registry.experiment('models');
    const run = await registry.run(experiment);
    for (const [name, values] of [
      ['a', [1, 5]],
      ['b', [3]],
      ['c', []],
    ] as const) {
      const body = {
        experiment_id: experiment,
        name,
        params: [{ key: 'depth', value: name }],
        tags: [{ key: 't', value: 'x' }],
      };
      const { model } = (await registry.post('logged-models', body)) as { model: { info: Json } };
      ids.push(String(model.info.model_id));
      for (const [step, value] of values.entries())
        await registry.post('runs/log-metric', {
          ...{ run_id: run, key: 'acc', value, timestamp: step, step, model_id: ids.at(-1) },
          ...{ dataset_name: 'd', dataset_digest: `digest ${name}` },
        });
    }
  });

  test('are what logged-models/get says of each', async () => {
    const { models } = (await search({ filter: "name = 'b'" })) as { models: Json[] };
    expect(models).toEqual([(await registry.get(`logged-models/${ids[1]}`)).model]);
  });

  test('are found by attributes, params, tags and metrics, on all data or on some', async () => {
    expect(await found({ filter: "params.depth IN ('a', 'c') AND tags.t = 'x'" })).toEqual(['c', 'a']);
    expect(await found({ filter: `attributes.model_id = '${ids[0]}'` })).toEqual(['a']);
    expect(await found({ filter: 'metrics.acc < 4' })).toEqual(['b', 'a']);
    expect(
      await found({
        filter: 'metrics.acc < 4',
        datasets: [{ dataset_name: 'd', dataset_digest: 'digest a' }],
      }),
    ).toEqual(['a']);
    expect(await found({ datasets: [{ dataset_name: 'd' }] })).toEqual(['b', 'a']);
  });

  test('are sorted by the last value of a metric, those without it last', async () => {
    const by = (ascending: boolean, on: Json = {}) =>
      found({ order_by: [{ field_name: 'metrics.acc', ascending, ...on }] });
    expect(await by(false)).toEqual(['a', 'b', 'c']);
    expect(await by(true)).toEqual(['b', 'a', 'c']);
    expect(await by(true, { dataset_name: 'd', dataset_digest: 'digest a' })).toEqual(['a', 'c', 'b']);
    const first = await search({ max_results: 1, order_by: [{ field_name: 'name' }] });
    const rest = { max_results: 9, order_by: [{ field_name: 'name' }], page_token: first.next_page_token };
    expect(await found(rest)).toEqual(['b', 'c']);
  });

  test.each([
    [
      { filter: 'metric.acc > 1' },
      "Invalid entity type: 'metric'. Expected one of ['attributes', 'metrics', 'params', 'tags'].",
    ],
    [
      { order_by: [{ field_name: 'params.x' }] },
      'Invalid order by field name: params.x. Only metrics are supported.',
    ],
    [{ order_by: [{ field_name: 'constructor' }] }, 'Invalid order by field name: constructor'],
    [{ datasets: [{}] }, '`dataset_name` in the `datasets` clause must be specified.'],
  ])('%j is refused for good', async (fields, message) => {
    expect(messageOf(await search(fields, 400))).toEqual(['INVALID_PARAMETER_VALUE', message]);
  });
});

test('whoever does not reach a data set finds nothing of its experiment', async () => {
  const { sql } = registry.services;
  await sql`insert into marea.experiments (name) values ('realtor')`;
  await sql`
    insert into marea.runs (id, experiment_id, name, status, dataset)
    select 'training', id, 'training', 'FINISHED', 'realtor' from marea.experiments where name = 'realtor'`;
  const [row] = await sql<{ id: string }[]>`select id::text from marea.experiments where name = 'realtor'`;
  const { runs } = await import('../../functions/registry/search/runs.ts');
  const fields = { experiment_ids: [row?.id ?? ''] };
  const by = async (datasets: Principal['datasets']) => {
    const principal: Principal = { subject: 'key:1', name: 'k', roles: ['viewer'], datasets };
    const request = { ...jsonRequest('POST', '/', fields), principal };
    return idsOf(JSON.parse(String((await runs(request, fields)).body)) as Json);
  };
  expect(await by(['diabetes'])).toEqual([]);
  expect(await by(['realtor'])).toEqual(['training']);
});
