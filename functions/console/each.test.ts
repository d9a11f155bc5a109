/** Who has roles for some data sets sees and settles what is of these, and nothing of the others. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bearer, type MadeKey, makeKey, publish, VERIFY_KEY } from '../../tests/beds/keys.ts';
import { letter, startConsole, type TestConsole } from '../../tests/console.ts';
import { httpRequest } from '../../tests/http-request.ts';

const realtor = makeKey({ roles: ['admin'], datasets: ['realtor'] });
const everything = makeKey({ roles: ['admin'] });
const TYPE = 'dev.marea.batch.stored';

let marea: TestConsole;
beforeAll(async () => {
  process.env.ACCESS_VERIFY_KEY = VERIFY_KEY;
  marea = await startConsole();
  await publish(marea.services.objects, 1, [realtor, everything]);
});
afterAll(() => marea.stop());
beforeEach(() => marea.clear());

const asking = (key: MadeKey, method: string, path: string, body?: unknown) =>
  httpRequest(method, path, {
    headers: { ...bearer(key), 'content-type': 'application/json' },
    body: body === undefined ? '' : JSON.stringify(body),
  });
const ask = (key: MadeKey, method: string, path: string, body?: unknown, status?: number) =>
  marea.ask(asking(key, method, path, body), status);
/** A letter of one's own, one of another data set, one of none. */
const letters = async (): Promise<number[]> => [
  await letter(marea.services, 'd1', TYPE),
  await letter(marea.services, 'd2', TYPE, 'diabetes'),
  await letter(marea.services, 'd3', TYPE, null),
];
const waiting = async (): Promise<number[]> => {
  const { sql } = marea.services;
  const rows = await sql<{ id: number }[]>`
    select id::int from marea.dead_letters where settled_at is null order by id`;
  return rows.map(({ id }) => id);
};

test('without a key nobody is let in any more, once there is one', async () => {
  await marea.get('/api/datasets', 401);
});

test('data sets are listed', async () => {
  const names = async (key: MadeKey) => {
    const { datasets } = (await ask(key, 'GET', '/api/datasets')) as { datasets: { name: string }[] };
    return datasets.map(({ name }) => name);
  };
  expect(await names(everything)).toEqual(['realtor', 'diabetes']);
  expect(await names(realtor)).toEqual(['realtor']);
});

test('what is left of a data set that nobody declares is told to who may see all', async () => {
  await marea.services.sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage)
    values ('gone', 'b1', 's', 'e', 'source', 'received')`;
  expect(await ask(everything, 'GET', '/api/datasets')).toMatchObject({
    apart: { undeclared: [{ name: 'gone' }] },
  });
  expect(await ask(realtor, 'GET', '/api/datasets')).toMatchObject({ apart: { undeclared: [] } });
});

describe('dead letters', () => {
  test('are listed', async () => {
    const ids = await letters();
    const listed = async (key: MadeKey, query = '') => {
      const answer = await ask(key, 'GET', `/api/dead-letters${query}`);
      return (answer as { deadLetters: { id: number }[] }).deadLetters.map(({ id }) => id);
    };
    expect(await listed(everything)).toEqual(ids);
    expect(await listed(realtor)).toEqual(ids.slice(0, 1));
    expect(await listed(realtor, '?dataset=diabetes')).toEqual([]);
    expect(await listed(realtor, '?dataset=')).toEqual([]);
  });

  test('are sent again, all that one may see', async () => {
    const [, ...others] = await letters();
    await ask(realtor, 'POST', '/api/dead-letters/replay', { reason: 'mended' });
    expect(await waiting()).toEqual(others);
    const sent = marea.pipeline.events.filter(({ type }) => type !== 'dev.marea.change.recorded');
    expect(sent.map(({ id }) => id)).toEqual(['d1']);
  });

  test('are given up, all that one may see', async () => {
    const [, ...others] = await letters();
    const answer = await ask(realtor, 'POST', '/api/dead-letters/discard', { all: true, reason: 'old' });
    expect(answer).toMatchObject({ left: 0 });
    expect(await waiting()).toEqual(others);
  });

  test('of others are nowhere, one by one', async () => {
    const ids = await letters();
    for (const id of ids.slice(1))
      for (const change of ['replay', 'discard'])
        await ask(realtor, 'POST', `/api/dead-letters/${id}/${change}`, { reason: 'mine?' }, 404);
    expect(await waiting()).toEqual(ids);
    await ask(realtor, 'POST', `/api/dead-letters/${ids[0]}/discard`, { reason: 'mine' });
    expect(await waiting()).toEqual(ids.slice(1));
  });
});

test('that a key is used is noted', async () => {
  const { sql } = marea.services;
  const { id, name, hash, roles } = makeKey().known;
  const used = makeKey({ name, roles });
  await sql`
    insert into marea.keys (id, name, hash, roles, created_by)
    values (${id}, ${name}, ${hash}, ${[...roles]}, 'test'), (${used.known.id}, ${name}, ${used.known.hash}, ${[...roles]}, 'test')`;
  const { noteUse } = await import('../../shared/runtime/access/last-use.ts');
  noteUse({ subject: `key:${used.known.id}`, name, roles, datasets: '*' });
  const last = async (): Promise<string[]> =>
    (await sql<{ id: string }[]>`select id from marea.keys where last_used_at is not null`).map(
      (row) => row.id,
    );
  await expect.poll(last).toEqual([used.known.id]);
});
