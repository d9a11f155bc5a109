/** The smoke test against predict's own handlers, as they are and with answers that are wrong. */
import { beforeAll, describe, expect, test } from 'vitest';
import { storeBeside } from '../../../functions/predict/fixtures/beside.ts';
import { memoryObjects } from '../../../functions/predict/fixtures/memory-objects.ts';
import { storeModel } from '../../../functions/predict/fixtures/models.ts';
import { testService } from '../../../functions/predict/fixtures/service.ts';
import { datasetNamed } from '../../../shared/datasets/index.ts';
import { type Row, rowsOf } from '../rows.ts';
import type { Call, Called } from './call.ts';
import { checksOf } from './checks.ts';

/** The data sets differ in task, and in what may be shown of single rows. */
const names = ['realtor', 'diabetes'] as const;
/** Only columns that the tiny models list: a service tells the values of no others. */
const listed = { realtor: ['state', 'status'], diabetes: ['race'] };
const calls = new Map<string, Call>();

beforeAll(async () => {
  const objects = memoryObjects();
  for (const dataset of names) {
    await storeModel(objects, { dataset, version: 1, production: true });
    await storeBeside(objects, { dataset, version: 1 });
    const { ask } = await testService({ objects: withoutShown(objects, dataset), dataset, version: 1 });
    calls.set(dataset, async (route, body, headers = {}): Promise<Called> => {
      const [method = '', path = ''] = route.split(' ');
      const { status, text } = await ask(method, path, body, headers);
      return { status, text, fields: text.startsWith('{') ? JSON.parse(text) : {} };
    });
  }
});

/** No rows of patients are stored. */
function withoutShown(objects: ReturnType<typeof memoryObjects>, dataset: string): typeof objects {
  const read: typeof objects.read = async (address) => {
    const shown = dataset === 'realtor' || !address.key.includes('comparables');
    return await objects.read(shown ? address : { ...address, key: 'nothing' });
  };
  return { ...objects, read };
}

async function problems(name: (typeof names)[number], change?: Change): Promise<string[]> {
  const dataset = { ...datasetNamed(name), listed: listed[name] };
  const rows: Row[] = rowsOf(dataset, {}, 1, 3);
  const call = calls.get(name) as Call;
  const changed: Call = async (route, body, headers) => {
    const called = await call(route, body, headers);
    const fields = change?.(route, called.fields);
    return fields ? { ...called, fields } : called;
  };
  const found: string[] = [];
  for (const { routes, holds } of checksOf(dataset, rows))
    await holds(changed).catch((error: Error) => found.push(`${routes[0]}: ${error.message}`));
  return found;
}

type Fields = Record<string, unknown>;
/** The fields to answer with in place of the true ones. */
type Change = (route: string, fields: Readonly<Fields>) => Fields | undefined;

test.each(names)('every answer of %s is right', async (name) => {
  expect(await problems(name)).toEqual([]);
});

describe('it is found when', () => {
  const cases: [string, string, Change, (typeof names)[number]?][] = [
    [
      'a price is outside of its interval',
      'POST /predict',
      (route, { price }) =>
        route === 'POST /predict' && price
          ? { price: Number(price) * 100, interval: { lower: 0, upper: 1 } }
          : undefined,
    ],
    [
      'a batch has other answers than single requests',
      'POST /batch_predict',
      (route, { predictions, ...rest }) =>
        route === 'POST /batch_predict'
          ? { ...rest, predictions: [...(predictions as object[])].reverse() }
          : undefined,
    ],
    [
      'an explanation does not sum up',
      'POST /explain',
      (route, { base_value, ...rest }) =>
        route.startsWith('POST /explain') && base_value !== undefined
          ? { ...rest, base_value: Number(base_value) * 1.01 }
          : undefined,
    ],
    [
      'probabilities do not sum to 1',
      'POST /predict',
      (route, { label }) =>
        route === 'POST /predict' && label ? { label, probabilities: { NO: 0.9 } } : undefined,
      'diabetes',
    ],
    [
      'a documented route is checked by nothing',
      'GET /openapi.json',
      (route, { paths }) =>
        route === 'GET /openapi.json' ? { paths: { ...(paths as object), '/new': { post: {} } } } : undefined,
    ],
    [
      'another service answers',
      'GET /',
      (route) => (route === 'GET /' ? { service: 'predict-other' } : undefined),
    ],
  ];
  test.each(cases)('%s', async (_, route, change, name = 'realtor') => {
    expect((await problems(name, change)).filter((problem) => problem.startsWith(`${route}: `))).toHaveLength(
      1,
    );
  });
});
