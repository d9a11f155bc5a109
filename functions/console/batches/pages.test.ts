/** Batches page by page, their rejected rows and their drift, against rows that stand in the tables. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { BatchPage, RejectedRows } from '../../../shared/api/batch-pages.ts';
import { promotedBatch, startConsole, type TestConsole } from '../../../tests/console.ts';

let marea: TestConsole;
beforeAll(async () => {
  marea = await startConsole();
});
afterAll(() => marea.stop());
beforeEach(async () => {
  await marea.clear();
  await marea.services.sql`truncate realtor.rejected`;
});

/** b1 is the oldest; two begin at the same moment. */
async function batches(): Promise<void> {
  const { sql } = marea.services;
  for (const [id, hour, outcome] of [
    ['b1', 1, 'promoted'],
    ['b2', 2, null],
    ['b3', 3, 'held'],
    ['b4', 3, 'promoted'],
    ['b5', 4, null],
  ] as const)
    await sql`
      insert into marea.batches (dataset, id, source, event_id, origin, stage, started_at, ended_at, outcome)
      values ('realtor', ${id}, 's', ${id}, 'source', 'received', ${`2026-01-01T0${hour}:00:00Z`},
              ${outcome && '2026-01-01T09:00:00Z'}, ${outcome})`;
}

const page = async (query: string) =>
  (await marea.get(`/api/batches?dataset=realtor${query}`)) as unknown as BatchPage;
const ids = async (query: string) => (await page(query)).batches.map(({ id }) => id);

test('pages follow each other, the newest batch first, none left out and none twice', async () => {
  await batches();
  const found: string[] = [];
  let next: string | null = '';
  while (next !== null) {
    const one: BatchPage = await page(`&limit=2${next && `&before=${next}`}`);
    found.push(...one.batches.map(({ id }) => id));
    next = one.next;
  }
  expect(found).toEqual(['b5', 'b4', 'b3', 'b2', 'b1']);
});

test('a list is of an outcome, of those that are open, of a time', async () => {
  await batches();
  expect(await ids('&outcome=promoted')).toEqual(['b4', 'b1']);
  expect(await ids('&outcome=open')).toEqual(['b5', 'b2']);
  expect(await ids('&since=2026-01-01T03:00:00Z')).toEqual(['b5', 'b4', 'b3']);
  expect(await ids('&outcome=promoted&before=b4')).toEqual(['b1']);
});

test.each([
  ['&outcome=lost', 'expected one of open, promoted'],
  ['&since=yesterday', 'expected a day or a moment'],
  ['&limit=0', 'from 1 to 1000'],
  ['&before=', 'up to 300 characters'],
])('%s is refused with what was expected', async (query, why) => {
  const { error } = await marea.get(`/api/batches?dataset=realtor${query}`, 422);
  expect(error).toContain(why);
});

test('rejected rows come as they were sent, with the rule, page by page, also of one rule alone', async () => {
  await batches();
  const { sql } = marea.services;
  for (const [row, reason] of [
    [3, 'no_price'],
    [7, 'no_price'],
    [9, 'no_area'],
  ] as const)
    await sql`
      insert into realtor.rejected (batch, row_number, reason, raw)
      values ('b1', ${row}, ${reason}, ${sql.json({ price: '', city: `City ${row}` })})`;
  const rejected = async (query = '') =>
    (await marea.get(`/api/batches/realtor/b1/rejected${query}`)) as unknown as RejectedRows;
  const first = await rejected('?limit=2');
  expect(first).toEqual({
    dataset: 'realtor',
    batch: 'b1',
    rows: [
      { row: 3, reason: 'no_price', raw: { price: '', city: 'City 3' } },
      { row: 7, reason: 'no_price', raw: { price: '', city: 'City 7' } },
    ],
    next: 7,
  });
  expect((await rejected('?limit=2&after=7')).rows.map(({ row }) => row)).toEqual([9]);
  expect((await rejected('?reason=no_area')).rows.map(({ row }) => row)).toEqual([9]);
  expect(await rejected('?reason=no_state')).toMatchObject({ rows: [], next: null });
  await marea.get('/api/batches/realtor/none/rejected', 404);
});

test('the drift of a batch comes with its report; what was not checked is nowhere', async () => {
  await promotedBatch(marea.services);
  const { sql } = marea.services;
  const report = {
    drifted: true,
    production: { columns: [{ column: 'bed', distribution: { kind: 'bins' } }] },
  };
  await sql`update marea.drift_history set report = ${sql.json(report)}`;
  expect(await marea.get('/api/batches/realtor/b1/drift')).toMatchObject({
    dataset: 'realtor',
    batch: 'b1',
    drifted: true,
    share: 0.6,
    reason: 'four of seven columns',
    report,
  });
  await marea.get('/api/batches/realtor/b2/drift', 404);
  await marea.get('/api/batches/nowhere/b2/drift', 404);
});
