/** Runs as lists and beside each other, against rows that stand in the tables. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SNAPSHOT_OBJECT, verifyingHalf } from '../../../shared/access/snapshot.ts';
import type { MetricHistory, RunPage, Runs } from '../../../shared/api/runs.ts';
import { bearer, makeKey, snapshotText } from '../../../tests/beds/keys.ts';
import { SEED, startConsole, type TestConsole } from '../../../tests/console.ts';
import { httpRequest } from '../../../tests/http-request.ts';
import { FILTERS } from '../web/rooms/runs/filter-examples.ts';

const viewer = makeKey({ roles: ['viewer'] });
const ofDiabetes = makeKey({ roles: ['viewer'], datasets: ['diabetes'] });

let marea: TestConsole;
/** Runs a to e of the data set, d and e begun at once; a notebook's n; children of a. */
beforeAll(async () => {
  process.env.ACCESS_VERIFY_KEY = verifyingHalf(SEED);
  marea = await startConsole();
  const { objects, sql } = marea.services;
  const snapshot = snapshotText(1, [viewer, ofDiabetes], SEED);
  await objects.put({ bucket: 'models', key: SNAPSHOT_OBJECT }, snapshot);
  await sql`insert into marea.experiments (name) values ('realtor'), ('notebook')`;
  const runs = [
    ['a', 'realtor', null, 'FINISHED', 1, 0.5],
    ['b', 'realtor', null, 'FAILED', 2, Number.NaN],
    ['c', 'realtor', null, 'FINISHED', 3, null],
    ['d', 'realtor', null, 'FINISHED', 4, 0.9],
    ['e', 'realtor', null, 'RUNNING', 4, 0.5],
    ['n', 'notebook', null, 'FINISHED', 5, 0.1],
    ['a-0', 'realtor', 'a', 'FINISHED', 1, 0.2],
    ['a-1', 'realtor', 'a', 'FINISHED', 1, 0.3],
  ] as const;
  for (const [id, experiment, parent, status, day, r2] of runs) {
    await sql`
      insert into marea.runs (id, experiment_id, parent_id, name, status, started_at, ended_at)
      select ${id}, id, ${parent}, ${`training ${id}`}, ${status}, ${`2026-01-0${day}T00:00:00Z`},
             ${status === 'RUNNING' ? null : `2026-01-0${day}T00:0${9 - day}:00Z`}
      from marea.experiments where name = ${experiment}`;
    if (r2 !== null)
      await sql`
        insert into marea.latest_metrics (run_id, key, value, step, at) values (${id}, 'r2', ${r2}, 0, now())`;
  }
  await sql`insert into marea.params (run_id, key, value) values ('a', 'family', 'trees'), ('d', 'family', 'linear')`;
  await sql`insert into marea.tags (run_id, key, value) values ('a', 'note', 'the first')`;
  await sql`insert into marea.registered_models (name) values ('realtor')`;
  await sql`
    insert into marea.model_versions (name, version, run_id, source) values ('realtor', 3, 'a', 's3://x')`;
});
afterAll(() => marea.stop());

const get = (path: string, { key = viewer, status = 200 } = {}) =>
  marea.ask(httpRequest('GET', path, { headers: bearer(key) }), status);
const page = async (query: string, key = viewer) =>
  (await get(`/api/runs?${query}`, { key })) as unknown as RunPage;
const ids = async (query: string, key = viewer) => (await page(query, key)).runs.map(({ id }) => id);

describe('a list', () => {
  test('has the runs that are nested in none, the newest first, with what was logged last', async () => {
    expect(await ids('experiment=realtor')).toEqual(['d', 'e', 'c', 'b', 'a']);
    const { runs } = await page('experiment=realtor');
    expect(runs.at(-1)).toMatchObject({
      id: 'a',
      name: 'training a',
      experiment: 'realtor',
      parent: null,
      status: 'FINISHED',
      startedAt: '2026-01-01T00:00:00.000Z',
      metrics: { r2: 0.5 },
      params: { family: 'trees' },
      children: 2,
    });
    expect(runs[3]?.metrics).toEqual({ r2: 'NaN' });
  });

  test('is of all experiments, of a status, of a name, of the trials of one', async () => {
    expect(await ids('')).toEqual(['n', 'd', 'e', 'c', 'b', 'a']);
    expect(await ids('status=FAILED')).toEqual(['b']);
    expect(await ids('name=ING%20D')).toEqual(['d']);
    expect(await ids('parent=a')).toEqual(['a-0', 'a-1']);
  });

  test.each([
    ['sort=metrics.r2', ['d', 'e', 'a', 'b', 'c']],
    ['sort=metrics.r2&order=asc', ['e', 'a', 'd', 'b', 'c']],
    ['sort=params.family&order=asc', ['d', 'a', 'e', 'c', 'b']],
    ['sort=tags.note', ['a', 'd', 'e', 'c', 'b']],
    ['sort=name&order=asc', ['a', 'b', 'c', 'd', 'e']],
    ['sort=seconds', ['a', 'b', 'c', 'd', 'e']],
  ])('by %s has what has no value last, and pages that miss none', async (sort, expected) => {
    expect(await ids(`experiment=realtor&${sort}`)).toEqual(expected);
    const found: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const one: RunPage = await page(
        `experiment=realtor&limit=2&${sort}${next && `&after=${encodeURIComponent(next)}`}`,
      );
      found.push(...one.runs.map(({ id }) => id));
      next = one.next;
    }
    expect(found).toEqual(expected);
  });

  test('of who does not reach the data set has what is nobody’s', async () => {
    expect(await ids('', ofDiabetes)).toEqual(['n']);
    await get('/api/runs/a', { key: ofDiabetes, status: 404 });
    await get('/api/runs/n,a', { key: ofDiabetes, status: 404 });
    await get('/api/runs/a/metrics/r2', { key: ofDiabetes, status: 404 });
  });

  test.each([
    ['metrics.r2 > 0.4', ['d', 'e', 'a']],
    ["metrics.r2 > 0.4 AND params.family = 'trees'", ['a']],
    ["attributes.run_name ILIKE '%NING B'", ['b']],
    ["tags.note LIKE 'the%'", ['a']],
    ['params.family IS NULL', ['e', 'c', 'b']],
    // a took 8 minutes, and each of the others one less; e runs.
    ['attributes.seconds >= 420', ['b', 'a']],
  ])('is of those that fit %s, in MLflow’s grammar', async (filter, expected) => {
    expect(await ids(`experiment=realtor&filter=${encodeURIComponent(filter)}`)).toEqual(expected);
  });

  test.each([
    ['metrics.r2 >', 'Invalid clause'],
    ["metrics.r2 > 'much'", 'Expected numeric value type for metric'],
    ["colours.r2 = 'red'", "Invalid entity type 'colours'"],
  ])('whose filter is %s says what cannot be read', async (filter, said) => {
    const refused = await get(`/api/runs?filter=${encodeURIComponent(filter)}`, { status: 422 });
    expect(JSON.stringify(refused)).toContain(said);
  });

  test.each(FILTERS)('takes the example that its page has, %s', async (filter) => {
    await get(`/api/runs?filter=${encodeURIComponent(filter)}`);
  });

  test('goes on for the same question only', async () => {
    const { next } = await page('experiment=realtor&limit=2');
    await get(`/api/runs?limit=2&after=${encodeURIComponent(next ?? '')}`, { status: 422 });
    await get('/api/runs?after=nowhere', { status: 422 });
  });

  test.each(['sort=colour', 'sort=metrics.', 'order=up', 'status=LOST'])('%s is refused', async (query) => {
    await get(`/api/runs?${query}`, { status: 422 });
  });
});

test('runs are told whole, several in the order in which they are named', async () => {
  const { runs } = (await get('/api/runs/d,a')) as unknown as Runs;
  expect(runs.map(({ id, version }) => [id, version])).toEqual([
    ['d', null],
    ['a', 3],
  ]);
  expect(runs[1]).toMatchObject({ tags: { note: 'the first' }, params: { family: 'trees' } });
  await get('/api/runs/a,nowhere', { status: 404 });
});

test('the course of a metric is told by step; of very many points every n-th, and the last', async () => {
  const { sql } = marea.services;
  await sql`
    insert into marea.metrics (run_id, key, value, step, at)
    select 'a', 'loss', 1.0 / (i + 1), i, '2026-01-01'::timestamptz + make_interval(secs => i) from generate_series(0, 4999) i`;
  await sql`
    insert into marea.metrics (run_id, key, value, step, at)
    values ('a', 'val/r2', 'NaN', 2, '2026-01-01'), ('a', 'val/r2', 0.5, 1, '2026-01-01')`;
  const long = (await get('/api/runs/a/metrics/loss')) as unknown as MetricHistory;
  expect(long.total).toBe(5000);
  expect(long.points.length).toBeGreaterThan(800);
  expect(long.points.length).toBeLessThanOrEqual(1000);
  expect([long.points[0]?.step, long.points.at(-1)?.step]).toEqual([0, 4999]);
  const short = (await get('/api/runs/a/metrics/val%2Fr2')) as unknown as MetricHistory;
  expect(short.points.map(({ step, value }) => [step, value])).toEqual([
    [1, 0.5],
    [2, null],
  ]);
  await get('/api/runs/a/metrics/none', { status: 404 });
});
