/** A form of the declaration and of the model in production, and values of places that fit each other. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FittingValues, PredictForm } from '../../../shared/api/predicting.ts';
import { datasetNamed } from '../../../shared/datasets/index.ts';
import { startConsole, type TestConsole } from '../../../tests/console.ts';
import { mattering } from './matter.ts';
import { placesOf } from './places.ts';

let marea: TestConsole;
beforeAll(async () => {
  marea = await startConsole();
});
afterAll(() => marea.stop());

const formOf = async (dataset: string) =>
  (await marea.get(`/api/datasets/${dataset}/form`)) as unknown as PredictForm;
const put = (key: string, value: unknown) =>
  marea.services.objects.put({ bucket: 'models', key }, JSON.stringify(value));

describe('the form', () => {
  test('without a model is what the declaration says', async () => {
    const { version, fields, places, target, example } = await formOf('realtor');
    expect(version).toBeNull();
    expect(target).toMatchObject({ column: 'price', task: 'regression', classes: null });
    expect(fields.map(({ name }) => name)).not.toContain('price');
    expect(fields.find(({ name }) => name === 'bed')).toMatchObject({
      label: 'Bedrooms',
      type: 'number',
      importance: null,
      group: 'first',
    });
    expect(
      fields
        .filter(({ group }) => group === 'place')
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([...places].toSorted());
    expect(example).toMatchObject({ status: 'for_sale' });
  });

  test('of a classification names its classes', async () => {
    const { target, places } = await formOf('diabetes');
    expect(target).toMatchObject({ task: 'classification', classes: ['<30', '>30', 'NO'] });
    expect(places).toEqual([]);
  });

  test('with a model knows its values, what it takes, and what matters most', async () => {
    await put('realtor/production.json', { version: 3 });
    await put('realtor/3/metadata.json', {
      version: 3,
      inputs: ['bed', 'bath', 'house_size', 'state', 'city'].map((name) => ({ name, type: 'float' })),
      values: { state: ['Ohio', 'Maine'] },
      featureNames: ['house_size', 'bed'],
    });
    const features = [
      { name: 'city_price', importance: 6 },
      { name: 'house_size', importance: 3 },
      { name: 'bed', importance: 1 },
    ];
    await put('realtor/3/importance.json', { rows: 1, base: [0], features });
    const { version, fields, features: words } = await formOf('realtor');
    expect(words).toEqual({
      house_size: { label: 'Living space', unit: 'sqft', column: 'house_size' },
      bed: { label: 'Bedrooms', column: 'bed' },
    });
    const field = (name: string) => fields.find((one) => one.name === name);
    expect(version).toBe(3);
    expect(field('state')).toMatchObject({ values: ['Ohio', 'Maine'], importance: 0.6, group: 'place' });
    expect(field('house_size')).toMatchObject({ importance: 0.3, group: 'first' });
    expect(field('bath')).toMatchObject({ importance: 0, group: 'first' });
    expect(field('brokered_by')).toMatchObject({ group: 'unused' });
  });
});

test('places go from the widest to the narrowest, as the features say', () => {
  expect(placesOf(datasetNamed('realtor'))).toEqual(['state', 'city', 'zip_code']);
  expect(placesOf(datasetNamed('diabetes'))).toEqual([]);
});

test('a feature of a feature matters by the columns of both', () => {
  const shares = mattering(datasetNamed('realtor'), {
    rows: 1,
    base: [0],
    features: [
      { name: 'zip_price', importance: 3, inUnit: 1 },
      { name: 'acre_lot', importance: 1, inUnit: 1 },
    ],
  });
  expect(Object.fromEntries(shares)).toEqual({ zip_code: 0.75, state: 0.75, city: 0.75, acre_lot: 0.25 });
});

describe('values', () => {
  beforeEach(async () => {
    const { sql } = marea.services;
    await sql`truncate realtor.clean_data`;
    const rows = [
      ['Ohio', 'Dayton', '45402', 3],
      ['Ohio', 'Delaware', '43015', 1],
      ['Ohio', 'Akron', '44301', 2],
      ['Maine', 'Bangor', '04401', 4],
    ] as const;
    let number = 0;
    for (const [state, city, zip, times] of rows)
      for (let i = 0; i < times; i++)
        await sql`
          insert into realtor.clean_data (batch, row_number, identity, bucket, state, city, zip_code)
          values ('b1', ${number++}, gen_random_uuid(), 1, ${state}, ${city}, ${zip})`;
  });
  const values = async (path: string) => {
    const found = (await marea.get(`/api/datasets/realtor/values/${path}`)) as unknown as FittingValues;
    return found.values.map(({ value, rows }) => [value, rows]);
  };

  test('are told with the rows that have them, the most frequent first', async () => {
    expect(await values('state')).toEqual([
      ['Ohio', 6],
      ['Maine', 4],
    ]);
  });

  test('fit what else is given, and what was typed', async () => {
    expect(await values('city?state=ohio')).toEqual([
      ['Dayton', 3],
      ['Akron', 2],
      ['Delaware', 1],
    ]);
    expect(await values('city?state=Ohio&q=d')).toEqual([
      ['Dayton', 3],
      ['Delaware', 1],
    ]);
    expect(await values('zip_code?city=Bangor&limit=1')).toEqual([['04401', 4]]);
    expect(await values('city?state=%25')).toEqual([]);
  });

  test('of columns that are for nobody are told to nobody', async () => {
    await marea.get('/api/datasets/realtor/values/street', 404);
    await marea.get('/api/datasets/realtor/values/price', 404);
    await marea.get('/api/datasets/realtor/values/city?street=1', 422);
    await marea.get('/api/datasets/diabetes/values/patient_nbr', 404);
  });
});
