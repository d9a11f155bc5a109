/** What runs log, as MLflow 3.17.2 keeps and refuses it: statuses, codes and words are those of its server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Json, startRegistry, type TestRegistry } from './registry.ts';

let registry: TestRegistry;
let experiment: string;
beforeAll(async () => {
  registry = await startRegistry();
  experiment = await registry.experiment();
});
afterAll(() => registry?.stop());

const AT = 1_700_000_000_000;
const metric = (run: string, key: string, value: unknown, rest: Json = {}) =>
  registry.post('runs/log-metric', { run_id: run, key, value, timestamp: AT, ...rest });
const data = async (run: string): Promise<Record<'metrics' | 'params' | 'tags', Json[] | undefined>> => {
  const answer = (await registry.get(`runs/get?run_id=${run}`)) as {
    run: { data: Record<'metrics' | 'params' | 'tags', Json[]> };
  };
  return answer.run.data;
};
const history = async (run: string, key: string, rest = '') =>
  await registry.get(`metrics/get-history?run_id=${run}&run_uuid=${run}&metric_key=${key}${rest}`);

describe('a metric', () => {
  test('logged again, after an answer that was lost, is one point', async () => {
    const run = await registry.run(experiment);
    for (const _ of [1, 2]) await metric(run, 'loss', 0.5, { step: 3 });
    expect(await history(run, 'loss')).toEqual({
      metrics: [{ key: 'loss', value: 0.5, timestamp: AT, step: 3 }],
    });
  });

  test('shows its last point: by step, then by time, then by value, whatever comes when', async () => {
    const run = await registry.run(experiment);
    for (const [value, step, at] of [
      [1, 2, 50],
      [9, 1, 90],
      [2, 2, 60],
      [1.5, 2, 60],
    ])
      await metric(run, 'm', value, { step, timestamp: at });
    expect((await data(run)).metrics).toEqual([{ key: 'm', value: 2, timestamp: 60, step: 2 }]);
    // Within one batch, too.
    const points = [
      { key: 'b', value: 1, timestamp: 5, step: 0 },
      { key: 'b', value: 3, timestamp: 6, step: 2 },
      { key: 'b', value: 2, timestamp: 6, step: 1 },
    ];
    await registry.post('runs/log-batch', { run_id: run, metrics: points });
    expect((await data(run)).metrics).toContainEqual(points[1]);
    expect(await history(run, 'b')).toEqual({ metrics: [points[0], points[2], points[1]] });
  });

  test.each([
    ['NaN', 'NaN'],
    ['Infinity', 1.7976931348623157e308],
    ['-Infinity', -1.7976931348623157e308],
    ['2.5', 2.5],
    [0, 0],
    [0.1, 0.1],
    [5e-324, 5e-324],
  ])('of %j is %j', async (given, kept) => {
    const run = await registry.run(experiment);
    await metric(run, 'v', given, { step: '-5' });
    const point = { key: 'v', value: kept, timestamp: AT, step: -5 };
    expect((await data(run)).metrics).toEqual([point]);
    expect(await history(run, 'v')).toEqual({ metrics: [point] });
  });

  test.each([0, 1, 4_102_444_800_001, 253_402_300_799_999])(
    'keeps its time to the millisecond: %i',
    async (time) => {
      const run = await registry.run(experiment);
      await metric(run, 'v', 1, { timestamp: time });
      expect((await data(run)).metrics).toMatchObject([{ timestamp: time }]);
    },
  );
});

describe('its history', () => {
  test('comes in pages that stay right while points are added', async () => {
    const run = await registry.run(experiment);
    const points = Array.from({ length: 10 }, (_, i) => ({
      key: 'h',
      value: i % 3,
      timestamp: 100,
      step: i,
    }));
    await registry.post('runs/log-batch', { run_id: run, metrics: points });
    const seen: Json[] = [];
    let token = '';
    do {
      const page = await history(run, 'h', `&max_results=4&page_token=${encodeURIComponent(token)}`);
      seen.push(...(page.metrics as Json[]));
      token = String(page.next_page_token ?? '');
      await metric(run, 'h', 7, { timestamp: 50 + seen.length });
    } while (token !== '');
    expect(seen).toEqual(points);
  });

  test('goes over NaN from page to page', async () => {
    const run = await registry.run(experiment);
    const points = ['NaN', 1, 'NaN'].map((value, i) => ({
      key: 'h',
      value,
      timestamp: 5 + (i >> 1),
      step: 0,
    }));
    await registry.post('runs/log-batch', { run_id: run, metrics: points });
    const seen: Json[] = [];
    for (let token = '', page: Json = {}; seen.length < 3; token = String(page.next_page_token)) {
      page = await history(run, 'h', `&max_results=1&page_token=${encodeURIComponent(token)}`);
      seen.push(...(page.metrics as Json[]));
    }
    expect(seen.map(({ value }) => value)).toEqual([1, 'NaN', 'NaN']);
  });

  test('comes whole to who asks for no pages, however long it is', async () => {
    const run = await registry.run(experiment);
    const count = 12_345;
    await registry.services.sql`
      insert into marea.metrics (run_id, key, value, step, at)
      select ${run}, 'long', n / 7.0, n, to_timestamp(n) from generate_series(1, ${count}::int) as n`;
    const { metrics } = (await history(run, 'long')) as { metrics: { step: number }[] };
    expect(metrics.map(({ step }) => step)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
  });

  test('of a metric or a run that is not there is empty', async () => {
    const run = await registry.run(experiment);
    expect(await history(run, 'none')).toEqual({});
    expect(await history('nope', 'none')).toEqual({});
  });

  test.each(['bad', '!', 'W10=', 'WyJhIiwxLCIyIl0=', 'WyIxIiwxLCJ4Il0='])(
    'with the token %s is refused',
    async (token) => {
      const run = await registry.run(experiment);
      expect(
        await registry.get(`metrics/get-history?run_id=${run}&metric_key=m&page_token=${token}`, 400),
      ).toEqual({
        error_code: 'INVALID_PARAMETER_VALUE',
        message: 'Invalid page token, could not base64-decode',
      });
    },
  );

  test('in pages of nothing is refused', async () => {
    const run = await registry.run(experiment);
    expect(
      await registry.get(`metrics/get-history?run_id=${run}&metric_key=m&max_results=0`, 400),
    ).toMatchObject({
      message: "Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer.",
    });
  });
});

describe('a param', () => {
  test('logged again with its value is nothing, with another refused', async () => {
    const run = await registry.run(experiment);
    const param = { run_id: run, key: 'depth', value: '3' };
    for (const _ of [1, 2]) await registry.post('runs/log-parameter', param);
    expect(await registry.post('runs/log-parameter', { ...param, value: '5' }, 400)).toEqual({
      error_code: 'INVALID_PARAMETER_VALUE',
      message: `Changing param values is not allowed. Param with key='depth' was already logged with value='3' for run ID='${run}'. Attempted logging new value '5'.`,
    });
    expect((await data(run)).params).toEqual([{ key: 'depth', value: '3' }]);
  });

  test('of another value in a batch leaves the whole batch out', async () => {
    const run = await registry.run(experiment);
    await registry.post('runs/log-parameter', { run_id: run, key: 'lp', value: '1' });
    const batch = {
      run_id: run,
      params: [
        { key: 'lp', value: '2' },
        { key: 'new', value: '2' },
      ],
      metrics: [{ key: 'm', value: 1, timestamp: 5 }],
      tags: [{ key: 't', value: '1' }],
    };
    expect(await registry.post('runs/log-batch', batch, 400)).toMatchObject({
      message: `Changing param values is not allowed. Params were already logged='[{'key': 'lp', 'old_value': '1', 'new_value': '2'}]' for run ID='${run}'.`,
    });
    const { metrics, params, tags } = await data(run);
    expect([metrics, params, tags?.length]).toEqual([undefined, [{ key: 'lp', value: '1' }], 1]);
  });

  test('that is longer than 6000 characters is cut, as a tag is at 8000: MLflow does so', async () => {
    const run = await registry.run(experiment, { run_name: 'n' });
    await registry.post('runs/log-parameter', { run_id: run, key: 'p', value: `${'é'.repeat(5999)}🌊🌊` });
    await registry.post('runs/set-tag', { run_id: run, key: 't', value: 'v'.repeat(8001) });
    const { params, tags } = await data(run);
    expect(params).toEqual([{ key: 'p', value: `${'é'.repeat(5999)}🌊` }]);
    expect(tags).toContainEqual({ key: 't', value: 'v'.repeat(8000) });
  });

  test('may be empty, or have no value', async () => {
    const run = await registry.run(experiment);
    await registry.post('runs/log-batch', { run_id: run, params: [{ key: 'a', value: '' }, { key: 'b' }] });
    expect((await data(run)).params).toEqual([
      { key: 'a', value: '' },
      { key: 'b', value: '' },
    ]);
  });
});

test('a batch sent twice is logged once; of tags with one key the last one counts', async () => {
  const run = await registry.run(experiment, { run_name: 'n' });
  const batch = {
    run_id: run,
    metrics: [{ key: 'm', value: 1, timestamp: 5, step: 1 }],
    params: [{ key: 'p', value: '1' }],
    tags: [
      { key: 't', value: '1' },
      { key: 't', value: '2' },
    ],
  };
  for (const _ of [1, 2]) expect(await registry.post('runs/log-batch', batch)).toEqual({});
  const { metrics, params, tags } = await data(run);
  expect([metrics, params]).toEqual([batch.metrics, batch.params]);
  expect(tags).toContainEqual({ key: 't', value: '2' });
  expect(await history(run, 'm')).toEqual({ metrics: batch.metrics });
});

const BAD =
  'Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).';
const SEE = ' See the API docs for more information about request parameters.';
const resolves = (name: string) =>
  `Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${name}'`;
const many = (count: number, one: (i: number) => Json): Json[] =>
  Array.from({ length: count }, (_, i) => one(i));

describe('refused:', () => {
  const long = 'k'.repeat(251);
  test.each<[string, Json, string]>([
    [
      'log-metric',
      { key: 'm', value: 1, timestamp: -5 },
      "Invalid value -5 for parameter 'timestamp' supplied: metric 'm' (value=1). Timestamp must be a nonnegative long (64-bit integer) ",
    ],
    [
      'log-metric',
      { key: 'bad$', value: 1, timestamp: 5 },
      `Invalid value "bad$" for parameter 'name' supplied: ${BAD}`,
    ],
    [
      'log-metric',
      { key: 'a//b', value: 1, timestamp: 5 },
      `Invalid value "a//b" for parameter 'name' supplied: ${resolves('a/b')}`,
    ],
    [
      'log-metric',
      { key: long, value: 1, timestamp: 5 },
      "'Metric name' exceeds the maximum length of 250 characters",
    ],
    ['log-metric', { value: 1, timestamp: 5 }, `Missing value for required parameter 'key'.${SEE}`],
    ['log-metric', { key: 'q', timestamp: 5 }, `Missing value for required parameter 'value'.${SEE}`],
    ['log-metric', { key: 'q', value: 1 }, `Missing value for required parameter 'timestamp'.${SEE}`],
    [
      'log-metric',
      { key: 'q', value: 'abc', timestamp: 5 },
      `Invalid value "abc" for parameter 'value' supplied:  Hint: Value was of type 'str'.${SEE}`,
    ],
    [
      'log-metric',
      { key: 'q', value: 1, timestamp: 5, step: 'x' },
      `Invalid value "x" for parameter 'step' supplied:  Hint: Value was of type 'str'.${SEE}`,
    ],
    [
      'log-parameter',
      { key: 'num', value: 5 },
      `Invalid value 5 for parameter 'value' supplied:  Hint: Value was of type 'int'.${SEE}`,
    ],
    ['log-parameter', { key: long, value: 'v' }, "'Param key' exceeds the maximum length of 250 characters"],
    [
      'log-parameter',
      { key: '..', value: 'v' },
      `Invalid value ".." for parameter 'key' supplied: ${resolves('..')}`,
    ],
    ['set-tag', { key: long, value: 'v' }, "'key' exceeds the maximum length of 250 characters"],
    ['set-tag', { key: 'a$', value: 'v' }, `Invalid value "a$" for parameter 'key' supplied: ${BAD}`],
    [
      'log-batch',
      { metrics: [{ key: 'a$', value: 1, timestamp: 5 }] },
      `Invalid value "a$" for parameter 'metrics[0].name' supplied: ${BAD}`,
    ],
    [
      'log-batch',
      { metrics: [{ value: 1, timestamp: 5 }] },
      `Missing value for required parameter 'metrics[0].key'.${SEE}`,
    ],
    [
      'log-batch',
      { params: [{ key: 'a$', value: '2' }] },
      `Invalid value "a$" for parameter 'params[0].key' supplied: ${BAD}`,
    ],
    [
      'log-batch',
      { tags: [{ key: long, value: 'x' }] },
      "'tags[0].key' exceeds the maximum length of 250 characters",
    ],
    [
      'log-batch',
      { metrics: { key: 'x' } },
      `Invalid value {"key":"x"} for parameter 'metrics' supplied:  Hint: Value was of type 'dict'.${SEE}`,
    ],
    [
      'log-batch',
      {
        params: [
          { key: 'd', value: '2' },
          { key: 'd', value: '2' },
        ],
      },
      "Duplicate parameter keys have been submitted: ['d']. Please ensure the request contains only one param value per param key.",
    ],
    [
      'log-batch',
      { metrics: many(1001, (i) => ({ key: 'x', value: i, timestamp: 5 })) },
      'A batch logging request can contain at most 1000 metrics. Got 1001 metrics. Please split up metrics across multiple requests and try again.',
    ],
    [
      'log-batch',
      { params: many(101, (i) => ({ key: `k${i}`, value: '1' })) },
      'A batch logging request can contain at most 100 params. Got 101 params. Please split up params across multiple requests and try again.',
    ],
    [
      'log-batch',
      { tags: many(101, (i) => ({ key: `k${i}`, value: '1' })) },
      'A batch logging request can contain at most 100 tags. Got 101 tags. Please split up tags across multiple requests and try again.',
    ],
    [
      'log-batch',
      { metrics: many(1000, (i) => ({ key: 'x', value: i, timestamp: 5 })), tags: [{ key: 't', value: '' }] },
      'A batch logging request can contain at most 1000 metrics, params, and tags. Got 1001 metrics, params, and tags. Please split up metrics, params, and tags across multiple requests and try again.',
    ],
    ['log-batch', { run_id: 'bad id!' }, 'Invalid value "bad id!" for parameter \'run_id\' supplied.'],
  ])('%s %j', async (path, body, message) => {
    const run = await registry.run(experiment);
    expect(await registry.post(`runs/${path}`, { run_id: run, ...body }, 400)).toEqual({
      error_code: 'INVALID_PARAMETER_VALUE',
      message,
    });
    const { metrics, params, tags } = await data(run);
    expect([metrics, params, tags?.length]).toEqual([undefined, undefined, 1]);
  });
});
