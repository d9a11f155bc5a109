/** Past predictions: filtered, page by page, each with its truth; whoever has no right to all sees their own. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SNAPSHOT_OBJECT, verifyingHalf } from '../../../shared/access/snapshot.ts';
import type { Predictions } from '../../../shared/api/predicting.ts';
import { bearer, makeKey, snapshotText } from '../../../tests/beds/keys.ts';
import { SEED, startConsole, type TestConsole } from '../../../tests/console.ts';
import { httpRequest } from '../../../tests/http-request.ts';

const viewer = makeKey({ roles: ['viewer'] });
const ann = makeKey({ roles: ['caller'] });
const ben = makeKey({ roles: ['caller'] });

let marea: TestConsole;
beforeAll(async () => {
  process.env.ACCESS_VERIFY_KEY = verifyingHalf(SEED);
  marea = await startConsole();
  const { objects, sql } = marea.services;
  const snapshot = snapshotText(1, [viewer, ann, ben], SEED);
  await objects.put({ bucket: 'models', key: SNAPSHOT_OBJECT }, snapshot);
  // p0 the oldest; p3 and p4 at the same moment
  for (let i = 0; i < 6; i++)
    await sql`
      insert into marea.inference_logs (dataset, request_id, model_version, input, output, milliseconds, at, actual, actual_at, principal)
      values ('realtor', ${`p${i}`}, ${1 + (i % 2)}, ${sql.json({ state: i < 3 ? 'Ohio' : 'Maine', bed: i })},
              ${sql.json({ price: 100 * i })}, ${i}, ${`2026-01-0${i === 4 ? 4 : i + 1}T00:00:00Z`},
              ${i === 2 ? sql.json(250) : null}, ${i === 2 ? '2026-02-01T00:00:00Z' : null},
              ${`key:${(i < 4 ? ann : ben).known.id}`})`;
});
afterAll(() => marea.stop());

const page = async (query: string, key = viewer) => {
  const request = httpRequest('GET', `/api/predictions?dataset=realtor${query}`, { headers: bearer(key) });
  return (await marea.ask(request)) as unknown as Predictions;
};
const ids = async (query: string, key = viewer) => (await page(query, key)).predictions.map(({ id }) => id);

test('the newest come first, page by page', async () => {
  const found: string[] = [];
  let next: string | null = '';
  while (next !== null) {
    const one: Predictions = await page(`&limit=4${next && `&before=${next}`}`);
    found.push(...one.predictions.map(({ id }) => id));
    next = one.next;
  }
  expect(found).toEqual(['p5', 'p4', 'p3', 'p2', 'p1', 'p0']);
});

test('they are of a version, of a time, with what was asked, with or without their truth', async () => {
  expect(await ids('&version=2')).toEqual(['p5', 'p3', 'p1']);
  expect(await ids('&from=2026-01-02&to=2026-01-04')).toEqual(['p2', 'p1']);
  expect(await ids('&state=ohio')).toEqual(['p2', 'p1', 'p0']);
  expect(await ids('&bed=3')).toEqual(['p3']);
  expect(await ids('&told=true')).toEqual(['p2']);
  expect(await ids('&told=false&state=Ohio')).toEqual(['p1', 'p0']);
});

test('each has what was asked, answered and true', async () => {
  const one = httpRequest('GET', '/api/predictions/realtor/p2', { headers: bearer(viewer) });
  expect(await marea.ask(one)).toEqual({
    dataset: 'realtor',
    id: 'p2',
    at: '2026-01-03T00:00:00.000Z',
    version: 1,
    milliseconds: 2,
    input: { state: 'Ohio', bed: 2 },
    output: { price: 200 },
    actual: 250,
    actualAt: '2026-02-01T00:00:00.000Z',
  });
});

test('a caller sees what they have asked, and nothing of others', async () => {
  expect(await ids('', ann)).toEqual(['p3', 'p2', 'p1', 'p0']);
  expect(await ids('&state=Maine', ben)).toEqual(['p5', 'p4']);
  const foreign = httpRequest('GET', '/api/predictions/realtor/p5', { headers: bearer(ann) });
  await marea.ask(foreign, 404);
});

test('a column that there is not is refused with those that there are', async () => {
  const request = httpRequest('GET', '/api/predictions?dataset=realtor&colour=red', {
    headers: bearer(viewer),
  });
  expect((await marea.ask(request, 422)).error).toContain('state');
});
