/** The sample is offered as a producer would offer it: twice the same is once. */
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addressOf } from '../../../shared/store/objects.ts';
import { startConsole, type TestConsole } from '../../../tests/console.ts';

let marea: TestConsole;

beforeAll(async () => {
  marea = await startConsole();
});
beforeEach(() => marea.clear());
afterAll(() => marea?.stop());

test('two batches of 12,000 rows with the columns of the source are offered', async () => {
  const answer = await marea.post('/api/datasets/realtor/sample', {}, 202);
  expect(answer).toEqual({ dataset: 'realtor', batches: ['sample-1', 'sample-2'] });
  const { events } = marea.ingest;
  expect(events.map(({ id, subject, dataset }) => ({ id, subject, dataset }))).toEqual([
    { id: 'sample-1', subject: 'sample-1', dataset: 'realtor' },
    { id: 'sample-2', subject: 'sample-2', dataset: 'realtor' },
  ]);
  const { dataref = '', data } = events[1] ?? {};
  expect(data).toEqual({ origin: 'source', filename: 'sample-2.csv.gz' });
  const lines = gunzipSync(await marea.services.objects.read(addressOf(dataref)))
    .toString()
    .trimEnd()
    .split('\n');
  expect(lines).toHaveLength(12_001);
  expect(lines[0]).toBe(
    'brokered_by,status,price,bed,bath,acre_lot,street,city,state,zip_code,house_size,prev_sold_date',
  );
});

test('who asks again sends the same events, which the platform knows', async () => {
  for (const _ of [1, 2]) await marea.post('/api/datasets/realtor/sample', {}, 202);
  const ids = marea.ingest.events.map(({ id, source }) => `${source} ${id}`);
  expect(ids.slice(2)).toEqual(ids.slice(0, 2));
});

test('a data set without one, and one that there is not, are told', async () => {
  expect((await marea.post('/api/datasets/diabetes/sample', {}, 404)).error).toContain('only of realtor');
  expect((await marea.post('/api/datasets/none/sample', {}, 404)).error).toContain('none');
  expect(marea.ingest.events).toEqual([]);
});

test('a broker that takes nothing is told of', async () => {
  marea.ingest.status = 503;
  expect((await marea.post('/api/datasets/realtor/sample', {}, 503)).error).toContain('send the event again');
});
