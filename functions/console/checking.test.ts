/** A file is looked at, and nothing of it is stored. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { profileKinds } from '../../shared/datasets/kinds.ts';
import { realtor } from '../../shared/datasets/realtor/index.ts';
import { HttpError } from '../../shared/runtime/http/http.ts';
import { profileOf } from '../../shared/stats/profile/profile-of.ts';
import { promotedBatch, startConsole, type TestConsole } from '../../tests/console.ts';
import { httpRequest } from '../../tests/http-request.ts';

let marea: TestConsole;
beforeAll(async () => {
  marea = await startConsole();
});
afterAll(() => marea.stop());
beforeEach(() => marea.clear());

const lines = Array.from(
  { length: 500 },
  (_, i) => `for_sale,${250_000 + i},3,2,0.2,Perth,New York,12010,1500,`,
);
const csv = [
  'status,price,bed,bath,acre_lot,city,state,zip_code,house_size,prev_sold_date',
  ...lines,
  lines[0],
].join('\n');
const check = (body: string | Buffer, query = '?dataset=realtor') =>
  httpRequest('POST', `/api/check${query}`, { headers: { 'content-type': 'text/csv' }, body });

/** With the profile that its version 1 was trained on. */
async function inProduction(): Promise<object> {
  await promotedBatch(marea.services);
  const columns = Object.fromEntries(
    Object.entries(profileKinds(realtor)).map(([name, kind]) => [
      name,
      kind === 'numeric' ? new Float64Array(100).fill(1) : Array.from({ length: 100 }, () => 'x'),
    ]),
  );
  const profile = profileOf({ rows: 100, columns }, profileKinds(realtor));
  const address = { bucket: 'models', key: 'realtor/1/profile.json' } as const;
  await marea.services.objects.put(address, JSON.stringify(profile));
  return JSON.parse(JSON.stringify(profile)) as object;
}

test('a version whose profile is missing keeps nobody from looking at a file', async () => {
  await promotedBatch(marea.services);
  expect(await marea.ask(httpRequest('GET', '/api/profiles/realtor'))).toEqual({
    ...{ dataset: 'realtor', version: 1 },
    profile: null,
  });
  expect(await marea.ask(check(csv))).toMatchObject({
    clean: 500,
    drift: { reason: 'nothing to compare with' },
  });
});

test('what would become of it is told by row and by column', async () => {
  const answer = await marea.ask(check(csv));
  expect(answer).toMatchObject({
    dataset: 'realtor',
    refused: null,
    reading: { format: 'csv' },
    received: 501,
    clean: 500,
    duplicate: 1,
    rejected: [],
    held: null,
    drift: { drifted: false, reason: 'nothing to compare with' },
  });
  expect(answer.columns).toContainEqual({
    column: 'price',
    read: 501,
    missing: 0,
    unreadable: 0,
    examples: [],
    form: null,
  });
  expect(await marea.services.sql`select from marea.batches`).toEqual([]);
  expect(await marea.services.objects.list('data-raw', '')).toEqual([]);
});

test('it is held against the model in production, whose profile is there to be asked for', async () => {
  expect(await marea.get('/api/profiles/realtor')).toEqual({
    dataset: 'realtor',
    version: null,
    profile: null,
  });
  const profile = await inProduction();
  expect(await marea.get('/api/profiles/realtor')).toEqual({ dataset: 'realtor', version: 1, profile });
  expect(await marea.ask(check(csv))).toMatchObject({ drift: { drifted: true, targetDrifted: true } });
});

test('one that would be refused says why', async () => {
  expect(await marea.ask(check('a,b\n1,2\n'))).toEqual({
    dataset: 'realtor',
    refused: expect.stringContaining('"a"'),
  });
});

test('the name of the file tells its format, where its type does not', async () => {
  const body = JSON.stringify({ status: 'for_sale', price: 1, city: 'Rome' });
  const request = httpRequest('POST', '/api/check?dataset=realtor&filename=x.ndjson', { body });
  expect(await marea.ask(request)).toMatchObject({ reading: { format: 'ndjson' }, received: 1 });
});

test.each([
  ['', 400],
  ['?dataset=moon', 404],
])('%s is no data set: %i', async (query, status) => {
  expect((await marea.handle(check(csv, query))).status).toBe(status);
});

test('one file at a time: another one is to come again', async () => {
  const [first, second] = await Promise.all([marea.handle(check(csv)), marea.handle(check(csv))]);
  expect([first.status, second.status, second.headers?.['retry-after']]).toEqual([200, 503, '5']);
  expect((await marea.handle(check(csv))).status).toBe(200);
});

test('one that comes slowly takes nobody’s turn, and only so many may come', async () => {
  let sent: (body: Buffer) => void = () => {};
  const coming = new Promise<Buffer>((resolve) => {
    sent = resolve;
  });
  const slowly = () => marea.handle({ ...check(csv), body: () => coming });
  const slow = [slowly(), slowly(), slowly()];
  expect((await marea.handle(check(csv))).status).toBe(200);
  slow.push(slowly());
  expect((await marea.handle(check(csv))).status).toBe(503);
  sent(Buffer.from(csv));
  // Of those that are whole at the same time one is checked.
  expect((await Promise.all(slow)).map(({ status }) => status).sort()).toEqual([200, 503, 503, 503]);
  expect((await marea.handle(check(csv))).status).toBe(200);
});

test('a Parquet file that is none is refused as any', async () => {
  const body = Buffer.from('PAR1 and no more PAR1');
  expect(await marea.ask(check(body))).toEqual({
    dataset: 'realtor',
    refused: expect.stringMatching(/^not a readable Parquet file/),
  });
});

test('one that is too large here is told another way', async () => {
  const large = {
    ...check(''),
    body: () => Promise.reject(new HttpError(413, 'too large')),
    stream: new Readable(),
  };
  const answer = await marea.handle(large);
  expect([answer.status, String(answer.body)]).toEqual([413, expect.stringContaining('--check')]);
});
