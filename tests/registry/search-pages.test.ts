/** Pages of searches: right while rows come and go between them, and no token taken for another's. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Unsearchable } from '../../shared/tracking/search/refused.ts';
import { type RunSearch, searchRuns } from '../../shared/tracking/search/runs.ts';
import { type Services, startServices } from '../services.ts';

let services: Services;
let experiment: string;

beforeAll(async () => {
  services = await startServices({ connections: 4 });
});
afterAll(() => services.stop());

beforeEach(async () => {
  const { sql } = services;
  await sql`delete from marea.experiments where name = 'pages'`;
  const [row] = await sql<{ id: string }[]>`
    insert into marea.experiments (name) values ('pages') returning id::text`;
  experiment = row?.id ?? '';
});

async function run(
  id: string,
  minute: number,
  metrics: Readonly<Record<string, number>> = {},
): Promise<void> {
  const { sql } = services;
  await sql`
    insert into marea.runs (id, experiment_id, name, status, started_at)
    values (${id}, ${experiment}, ${id}, 'FINISHED', ${new Date(Date.UTC(2026, 0, 1, 0, minute))})`;
  for (const [key, value] of Object.entries(metrics))
    await sql`insert into marea.latest_metrics (run_id, key, value, step, at) values (${id}, ${key}, ${value}, 0, now())`;
}

const page = async (asked: Partial<RunSearch> = {}, hidden: readonly string[] = []) => {
  const all = { experimentIds: [experiment], filter: '', orderBy: [], stages: ['active'] as const };
  const search = { ...all, maxResults: 2, pageToken: undefined, ...asked };
  const { keys, nextPageToken } = await searchRuns(services.sql, search, hidden);
  return { ids: keys.map(([id]) => id), nextPageToken };
};

test('runs that begin between two pages push none to another page: none is told twice, none left out', async () => {
  for (const minute of [1, 2, 3, 4, 5]) await run(`r${minute}`, minute);
  const first = await page();
  expect(first.ids).toEqual(['r5', 'r4']);
  await run('r6', 6);
  await run('r0', 0);
  await services.sql`delete from marea.runs where id = 'r4'`;
  const second = await page({ pageToken: first.nextPageToken });
  const third = await page({ pageToken: second.nextPageToken });
  expect([...second.ids, ...third.ids]).toEqual(['r3', 'r2', 'r1', 'r0']);
  expect(third.nextPageToken).toBeUndefined();
});

test.each([
  ['metrics.m DESC', ['inf', 'two', 'one', 'minus', 'nan', 'none']],
  ['metrics.m ASC', ['minus', 'one', 'two', 'inf', 'nan', 'none']],
])('by %s: numbers, then NaN, then what has none, whatever page they are on', async (clause, sorted) => {
  await run('none', 1);
  await run('nan', 2, { m: Number.NaN });
  await run('two', 3, { m: 2 });
  await run('inf', 4, { m: Number.POSITIVE_INFINITY });
  await run('minus', 5, { m: -1e300 });
  await run('one', 6, { m: 1.0000000000000002 });
  for (const maxResults of [1, 2, 3, 4, 5, 6]) {
    const ids: unknown[] = [];
    let pageToken: string | undefined;
    do {
      const { ids: next, nextPageToken } = await page({ orderBy: [clause], maxResults, pageToken });
      ids.push(...next);
      pageToken = nextPageToken;
    } while (pageToken);
    expect(ids).toEqual(sorted);
  }
});

test('a token is of one search: of another, cut short, or of another kind, it is refused', async () => {
  for (const minute of [1, 2, 3]) await run(`r${minute}`, minute);
  const { nextPageToken = '' } = await page();
  const offset = Buffer.from('{"offset": 2}').toString('base64');
  const refused = (pageToken: string, asked: Partial<RunSearch> = {}) =>
    expect(page({ pageToken, ...asked })).rejects.toThrow(Unsearchable);
  await refused(nextPageToken, { filter: "status = 'FINISHED'" });
  await refused(nextPageToken, { orderBy: ['start_time'] });
  await refused(nextPageToken, { stages: ['deleted'] });
  await refused(nextPageToken.slice(0, 20));
  await refused(offset);
  await refused('!');
  await refused(Buffer.from('7').toString('base64'));
});

test.each([
  [
    'a place that no time has',
    [
      [0, 'yesterday'],
      [0, 'r1'],
    ],
  ],
  [
    'a time beyond all',
    [
      [0, '9'.repeat(19)],
      [0, 'r1'],
    ],
  ],
  ['too few places', [[0, '1767225600000000']]],
  [
    'nothing where there is always something',
    [
      [2, null],
      [0, 'r1'],
    ],
  ],
  [
    'a zero byte',
    [
      [0, '1767225600000000'],
      [0, 'r\0'],
    ],
  ],
  ['no places', 'r1'],
])('a token that was tampered with (%s) is refused before Postgres sees it', async (_, after) => {
  for (const minute of [1, 2, 3]) await run(`r${minute}`, minute);
  const { nextPageToken = '' } = await page();
  const { of } = JSON.parse(Buffer.from(nextPageToken, 'base64').toString()) as { of: string };
  const token = Buffer.from(JSON.stringify({ of, after })).toString('base64');
  await expect(page({ pageToken: token })).rejects.toThrow(Unsearchable);
});

test('runs of a hidden experiment, and of one that was not asked for, are left out', async () => {
  await run('r1', 1);
  expect((await page()).ids).toEqual(['r1']);
  expect((await page({}, ['pages'])).ids).toEqual([]);
  expect((await page({ experimentIds: [experiment, '0'] }, ['other'])).ids).toEqual(['r1']);
  expect((await page({ experimentIds: [] })).ids).toEqual([]);
});

test('whatever a filter holds is a value: never SQL', async () => {
  await run('r1', 1);
  for (const nasty of [`"'; drop table marea.runs; --"`, `"$1"`, `"\\' or true --"`]) {
    expect((await page({ filter: `params.\`x' or '1'='1\` = ${nasty}` })).ids).toEqual([]);
    expect((await page({ orderBy: ["tags.`x') or true --` DESC"] })).ids).toEqual(['r1']);
  }
});
