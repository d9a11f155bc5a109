import { beforeAll, expect, it } from 'vitest';
import type { Matrix } from '../../shared/ml/table.ts';
import { storeBeside } from './fixtures/beside.ts';
import { memoryObjects } from './fixtures/memory-objects.ts';
import { storeModel } from './fixtures/models.ts';
import { type TestService, testService } from './fixtures/service.ts';

const objects = memoryObjects();
let realtor: TestService;
let stored: Matrix;

beforeAll(async () => {
  await storeModel(objects, { dataset: 'realtor', version: 7, production: true });
  stored = await storeBeside(objects, { dataset: 'realtor', version: 7 });
  // No looks at the pointer meanwhile: reads are counted.
  realtor = await testService({ objects, dataset: 'realtor', version: 7, glanceMs: 1e9 });
});

it('the index is read when it is asked for, and once', async () => {
  const before = objects.reads;
  await realtor.ask('POST', '/predict', { bed: 3 });
  expect(objects.reads).toBe(before);
  await Promise.all([1, 2, 3].map((bed) => realtor.ask('POST', '/comparables', { bed })));
  expect(objects.reads).toBe(before + 1);
});

it('rows come with what became true of them', async () => {
  const { json } = await realtor.ask('POST', '/comparables?k=60', { bed: 3 });
  expect(json.error).toContain('from 1 to 50');
  const { json: found } = await realtor.ask('POST', '/comparables?k=50', { bed: 3 });
  expect(found.comparables).toHaveLength(50);
  expect(found.price).toBe((await realtor.ask('POST', '/predict', { bed: 3 })).json.price);
  for (const { similarity, price, row } of found.comparables) {
    expect(similarity).toBeGreaterThanOrEqual(0);
    expect(similarity).toBeLessThanOrEqual(1);
    expect(row).toEqual({ bed: stored.data[(price / 1000) * stored.names.length] });
  }
});

it('of rows that are about as alike to the model, those come first that are alike to people', async () => {
  const { json } = await realtor.ask('POST', '/comparables?k=50', { bed: 3 });
  type One = { similarity: number; likeness: number; row: { bed: number } };
  const found: One[] = json.comparables;
  for (const { similarity, likeness, row } of found) {
    if (row.bed === 3) expect(likeness).toBe((similarity + 1) / 2);
    else expect(likeness).toBeLessThan((similarity + 1) / 2);
  }
  const alike = found.map(({ likeness }) => likeness);
  expect(alike).toEqual([...alike].sort((a, b) => b - a));
});

it('five unless told otherwise; a bad row is refused as everywhere', async () => {
  expect((await realtor.ask('POST', '/comparables', {})).json.comparables).toHaveLength(5);
  expect((await realtor.ask('POST', '/comparables', { bed: 'many' })).status).toBe(422);
});

it('a class is what became true where there are classes', async () => {
  await storeModel(objects, { dataset: 'diabetes', version: 2 });
  await storeBeside(objects, { dataset: 'diabetes', version: 2 });
  const diabetes = await testService({ objects, dataset: 'diabetes', version: 2 });
  const { json } = await diabetes.ask('POST', '/comparables?k=1', { number_inpatient: 4 });
  expect(json.comparables).toEqual([
    {
      similarity: expect.any(Number),
      likeness: expect.any(Number),
      readmitted: 'NO',
      row: { number_inpatient: expect.any(Number) },
    },
  ]);
});

it('a version stored without them says so', async () => {
  await storeModel(objects, { dataset: 'realtor', version: 1 });
  const bare = await testService({ objects, dataset: 'realtor', version: 1 });
  expect((await bare.ask('POST', '/comparables', {})).status).toBe(404);
  expect((await bare.ask('GET', '/importance')).status).toBe(404);
});
