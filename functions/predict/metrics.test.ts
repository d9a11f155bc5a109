/** What predict tells of its answers. */
import { beforeAll, expect, test } from 'vitest';
import { familiesCounted } from '../../shared/runtime/instruments.ts';
import { complaints, hasPromtool } from '../../tests/promtool.ts';
import { memoryObjects } from './fixtures/memory-objects.ts';
import { storeModel } from './fixtures/models.ts';
import { type TestService, testService } from './fixtures/service.ts';
import { loaded } from './metrics.ts';

const house = { bed: 3, bath: 2, house_size: 1800, state: 'Ohio' };
let realtor: TestService;
let diabetes: TestService;
beforeAll(async () => {
  const objects = memoryObjects();
  await storeModel(objects, { dataset: 'realtor', version: 7, production: true });
  await storeModel(objects, { dataset: 'diabetes', version: 2, production: true });
  realtor = await testService({ objects, dataset: 'realtor', version: 7 });
  diabetes = await testService({ objects, dataset: 'diabetes', version: 2 });
});

const counted = (family: string, labels: object): number | undefined =>
  familiesCounted()
    .find(({ name }) => name === family)
    ?.values.find((value) => Object.entries(labels).every(([name, text]) => value.labels[name] === text))
    ?.value;

test('each answered row is counted by route, and its price falls into its bucket', async () => {
  const { json } = await realtor.ask('POST', '/predict', house);
  await realtor.ask('POST', '/batch_predict', [house, house, house]);
  expect((await realtor.ask('POST', '/predict', { bed: 'many' })).status).toBe(422);
  expect(counted('marea_predictions_total', { route: 'predict' })).toBe(1);
  expect(counted('marea_predictions_total', { route: 'batch_predict' })).toBe(3);
  const bounds = familiesCounted()
    .find(({ name }) => name === 'marea_predicted_value')
    ?.values.flatMap(({ labels: { le }, value }) => (typeof le === 'number' ? [{ le, value }] : []));
  expect(bounds?.length).toBeGreaterThan(20);
  for (const { le, value } of bounds ?? []) expect(value).toBe(json.price <= le ? 4 : 0);
});

test('classes are counted by label, those that were not answered as well', async () => {
  const { json } = await diabetes.ask('POST', '/predict', { number_inpatient: 2 });
  for (const label of ['<30', '>30', 'NO'])
    expect(counted('marea_predicted_class_total', { dataset: 'diabetes', label })).toBe(
      label === json.label ? 1 : 0,
    );
});

test('values that the model has never seen are counted by column', async () => {
  await realtor.ask('POST', '/predict', { ...house, state: 'Atlantis' });
  await realtor.ask('POST', '/batch_predict', [house, { ...house, state: 'Oz' }, { state: 'Atlantis' }]);
  const inputs = [{ name: 'state', datatype: 'BYTES', shape: [2], data: ['Ohio', 'Atlantis'] }];
  await realtor.ask('POST', '/v2/models/realtor/infer', { inputs });
  expect(counted('marea_unknown_values_total', { column: 'state' })).toBe(4);
});

test.skipIf(!hasPromtool)('one version answers; promtool finds no fault', async () => {
  loaded('realtor', 6, 0.1);
  loaded('realtor', 7, 0.2);
  const { text } = await realtor.ask('GET', '/metrics');
  expect(text).toContain('\nmarea_model_info{dataset="realtor",version="7"} 1\n');
  expect(text).not.toContain('version="6"');
  expect(complaints(text)).toBe('');
});
