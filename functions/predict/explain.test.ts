import { beforeAll, describe, expect, it } from 'vitest';
import { storeBeside } from './fixtures/beside.ts';
import { memoryObjects } from './fixtures/memory-objects.ts';
import { storeModel } from './fixtures/models.ts';
import { type TestService, testService } from './fixtures/service.ts';

const house = { bed: 3, bath: 2, house_size: 1800, state: 'Ohio', prev_sold_date: '2015-06-30' };
const objects = memoryObjects();
let realtor: TestService;
let diabetes: TestService;

beforeAll(async () => {
  await storeModel(objects, { dataset: 'realtor', version: 7, production: true });
  await storeModel(objects, { dataset: 'diabetes', version: 2, production: true });
  await storeBeside(objects, { dataset: 'realtor', version: 7 });
  await storeBeside(objects, { dataset: 'diabetes', version: 2 });
  realtor = await testService({ objects, dataset: 'realtor', version: 7 });
  diabetes = await testService({ objects, dataset: 'diabetes', version: 2 });
});

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

describe('POST /explain', () => {
  it('base and contributions sum to the price, in dollars', async () => {
    const { json } = await realtor.ask('POST', '/explain', house);
    expect(json.price).toBe((await realtor.ask('POST', '/predict', house)).json.price);
    expect(json.base_value + sum(json.shap_values)).toBeCloseTo(json.price, 5);
    expect(json.feature_names).toHaveLength(json.shap_values.length);
    expect(json.feature_values).toEqual([3, 2, 1800, expect.any(Number), 11]);
  });

  it('for classes they sum to each class’s probability', async () => {
    const { json } = await diabetes.ask('POST', '/explain', { number_inpatient: 4 });
    for (const [name, { base_value, shap_values }] of Object.entries<{
      base_value: number;
      shap_values: number[];
    }>(json.classes))
      expect(base_value + sum(shap_values)).toBeCloseTo(json.probabilities[name], 9);
    expect(json.base_value).toBe(json.classes[json.label].base_value);
    expect(json.feature_values).toEqual([4, null, 0]);
  });

  it('interventional ones start from the mean answer to the background, and sum to the same price', async () => {
    const one = (await realtor.ask('POST', '/explain', house)).json;
    const other = (await realtor.ask('POST', '/explain?method=interventional', house)).json;
    expect([one.method, other.method]).toEqual(['path_dependent', 'interventional']);
    expect(other.base_value + sum(other.shap_values)).toBeCloseTo(one.price, 5);
    expect(other.raw.score).toBeCloseTo(one.raw.score, 9);
    expect(other.base_value).not.toBeCloseTo(one.base_value, 0);
    expect((await realtor.ask('POST', '/explain?method=kernel', house)).status).toBe(422);
  });

  it('a version stored without a background says so, and is explained the other way', async () => {
    const bare = memoryObjects();
    await storeModel(bare, { dataset: 'realtor', version: 1 });
    const { ask } = await testService({ objects: bare, dataset: 'realtor', version: 1 });
    const refused = await ask('POST', '/explain?method=interventional', house);
    expect(refused.status).toBe(404);
    expect(refused.json.error).toContain('stored without background.f32');
    expect((await ask('POST', '/explain', house)).status).toBe(200);
    // It may be a store that had it and was away.
    await storeBeside(bare, { dataset: 'realtor', version: 1 });
    expect((await ask('POST', '/explain?method=interventional', house)).status).toBe(200);
  });
});

describe('POST /batch_explain', () => {
  it('explains each row as it is explained alone, in order', async () => {
    const rows = Array.from({ length: 120 }, (_, bed) => ({ ...house, bed: 1 + (bed % 7) }));
    const { json } = await realtor.ask('POST', '/batch_explain', rows);
    expect(json.explanations).toHaveLength(120);
    for (const row of [0, 55, 119]) {
      const alone = (await realtor.ask('POST', '/explain', rows[row])).json;
      expect(json.explanations[row].shap_values).toEqual(alone.shap_values);
      expect(json.explanations[row].price).toBe(alone.price);
    }
  });

  it('classes have theirs', async () => {
    const { json } = await diabetes.ask('POST', '/batch_explain', [{ number_inpatient: 4 }, {}]);
    for (const { classes, probabilities, label } of json.explanations)
      expect(classes[label].base_value + sum(classes[label].shap_values)).toBeCloseTo(
        probabilities[label],
        9,
      );
  });

  it('says of each row what is to be said of it', async () => {
    const { json } = await realtor.ask('POST', '/batch_explain', [
      { ...house, state: 'Atlantis' },
      { bath: 2, beds: 3 },
      {},
    ]);
    expect(json.explanations.map((one: { input_summary?: object }) => one.input_summary)).toEqual([
      { unknown: { state: 'Atlantis' } },
      { ignored: ['beds'], suggestions: { beds: 'bed' } },
      undefined,
    ]);
  });

  it('refuses bad fields by row, and more than 1,000 rows', async () => {
    const bad = await realtor.ask('POST', '/batch_explain', [{}, { bed: 'many' }]);
    expect(bad.status).toBe(422);
    expect(bad.json.detail[0]).toMatchObject({ row: 1, field: 'bed' });
    expect((await realtor.ask('POST', '/batch_explain', new Array(1001).fill({}))).status).toBe(413);
  });
});

describe('GET /importance', () => {
  it('is what was measured at training', async () => {
    const { json } = await realtor.ask('GET', '/importance');
    expect(json).toMatchObject({ model_version: 7, rows: 60, base: [expect.any(Number)] });
    const sizes = json.features.map(({ importance }: { importance: number }) => importance);
    expect(sizes).toEqual([...sizes].sort((a: number, b: number) => b - a));
  });
});
