import { beforeAll, describe, expect, it } from 'vitest';
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
  realtor = await testService({ objects, dataset: 'realtor', version: 7 });
  diabetes = await testService({ objects, dataset: 'diabetes', version: 2 });
});

describe('POST /explain', () => {
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

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
});
