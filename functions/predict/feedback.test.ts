import { beforeAll, describe, expect, it } from 'vitest';
import { memoryObjects } from './fixtures/memory-objects.ts';
import { storeModel } from './fixtures/models.ts';
import { type Answered, type TestService, testService } from './fixtures/service.ts';
import { recentIds } from './recent-ids.ts';

const house = { bed: 3, bath: 2, house_size: 1800, state: 'Ohio' };
const objects = memoryObjects();
const INFER = '/v2/models/realtor/infer';
let realtor: TestService;
let replica: TestService;
let diabetes: TestService;

beforeAll(async () => {
  await storeModel(objects, { dataset: 'realtor', version: 7, production: true });
  await storeModel(objects, { dataset: 'diabetes', version: 2, production: true });
  realtor = await testService({ objects, dataset: 'realtor', version: 7 });
  replica = await testService({ objects, dataset: 'realtor', version: 7 });
  diabetes = await testService({ objects, dataset: 'diabetes', version: 2 });
});

const tell = (body: object, service = realtor): Promise<Answered> => service.ask('POST', '/feedback', body);
/** What leaves the log leaves within a second or so. */
const logged = <T>(seen: () => T) => expect.poll(seen, { timeout: 10_000 });
const beds = (...data: number[]) => [{ name: 'bed', datatype: 'FP32', shape: [data.length], data }];

interface Shown {
  readonly request_id: string;
}
const idsIn = (rows: readonly Shown[]): string[] => rows.map(({ request_id }) => request_id);
const linesOf = ({ text }: Answered): Shown[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Shown);

/** Ids of rows, as each way to ask shows them. */
const ways: readonly (readonly [string, () => Promise<string[]>])[] = [
  ['/predict', async () => idsIn([(await realtor.ask('POST', '/predict', house)).json])],
  [
    '/batch_predict',
    async () => idsIn((await realtor.ask('POST', '/batch_predict', [house, house])).json.predictions),
  ],
  [
    '/batch_predict of one row',
    async () => idsIn((await realtor.ask('POST', '/batch_predict', [house])).json.predictions),
  ],
  [
    '/batch_predict of CSV, with the id of the caller',
    async () => {
      const headers = { 'content-type': 'text/csv', 'x-request-id': 'sheet' };
      return idsIn((await realtor.ask('POST', '/batch_predict', 'bed\n1\n2\n3', headers)).json.predictions);
    },
  ],
  [
    '/batch_predict in lines',
    async () => {
      const headers = { accept: 'application/x-ndjson' };
      return idsIn(linesOf(await realtor.ask('POST', '/batch_predict', [house, house], headers)));
    },
  ],
  [
    '/v2 infer',
    async () => {
      const { json } = await realtor.ask('POST', INFER, { id: 'Order 17/a', inputs: beds(1, 2) });
      return json.outputs.find(({ name }: { name: string }) => name === 'request_id').data;
    },
  ],
  [
    '/v2 infer of one row: the id of the answer',
    async () => [(await realtor.ask('POST', INFER, { inputs: beds(3) })).json.id],
  ],
];

describe('every id that an answer shows', () => {
  it.each(ways)('is one that feedback finds: %s', async (_, ask) => {
    const ids = await ask();
    for (const [index, request_id] of ids.entries())
      expect(await tell({ request_id, actual: index })).toMatchObject({
        status: 202,
        json: { status: 'accepted', request_id, known: true },
      });
    await logged(() => realtor.logged.predictions.map(({ requestId }) => requestId)).toEqual(
      expect.arrayContaining(ids),
    );
    const told = realtor.logged.feedback.map(({ requestId }) => requestId);
    expect(told).toEqual(expect.arrayContaining(ids));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('an explanation shows none but the caller’s: it is in no log', async () => {
    const { status, json } = await realtor.ask('POST', '/explain', house);
    expect(status).toBe(200);
    expect(json.request_id).toBeUndefined();
    const given = await realtor.ask('POST', '/explain', house, { 'x-request-id': 'why' });
    expect(given.json.request_id).toBe('why');
  });
});

describe('the id of a whole request', () => {
  it('takes the truth of all its rows, in order; what is null is not known yet', async () => {
    const headers = { 'x-request-id': 'three' };
    await realtor.ask('POST', '/batch_predict', [house, house, house], headers);
    const { status, json } = await tell({ request_id: 'three', actuals: [1, null, 3] });
    expect({ status, json }).toMatchObject({ status: 202, json: { request_id: 'three', known: true } });
    const told = () => realtor.logged.feedback.filter(({ requestId }) => requestId.startsWith('three'));
    await logged(told).toMatchObject([
      { requestId: 'three-0', actual: 1 },
      { requestId: 'three-2', actual: 3 },
    ]);
  });

  it('is refused with one value, and with another number of them', async () => {
    await realtor.ask('POST', '/batch_predict', [house, house], { 'x-request-id': 'two' });
    for (const body of [{ actual: 1 }, { actuals: [1, 2, 3] }]) {
      const { status, json } = await tell({ request_id: 'two', ...body });
      expect(status).toBe(422);
      expect(json.detail[0].message).toMatch(/2 rows: send "actuals", one for each/);
    }
  });
});

describe('known', () => {
  it('is said by who has answered; another replica takes it as well, and does not know', async () => {
    const { json } = await realtor.ask('POST', '/predict', house);
    const words = { request_id: json.request_id, actual: 5 };
    expect(await tell(words, replica)).toMatchObject({ status: 202, json: { known: false } });
    expect(await tell({ request_id: 'never asked', actual: 5 })).toMatchObject({
      status: 202,
      json: { known: false },
    });
    await expect
      .poll(() => replica.logged.feedback)
      .toMatchObject([{ requestId: json.request_id, actual: 5 }]);
  });

  it('is false for a row that a request did not have', async () => {
    await realtor.ask('POST', '/batch_predict', [house, house], { 'x-request-id': 'pair' });
    expect((await tell({ request_id: 'pair-1', actual: 5 })).json.known).toBe(true);
    expect((await tell({ request_id: 'pair-2', actual: 5 })).json.known).toBe(false);
  });

  it('is counted', async () => {
    const { status, text } = await realtor.ask('GET', '/metrics');
    expect(status).toBe(200);
    expect(text).toMatch(/marea_predict_feedback_total\{known="true"\} [1-9]/);
    expect(text).toMatch(/marea_predict_feedback_total\{known="false"\} [1-9]/);
  });
});

it.each([
  [{ request_id: '', actual: 1 }, 'request_id'],
  [{ request_id: 'x'.repeat(65), actual: 1 }, 'request_id'],
  [{ request_id: 'ü', actual: 1 }, 'request_id'],
  [{ request_id: 'a', actuals: [] }, 'actuals'],
  [{ request_id: 'a', actuals: 1 }, 'actuals'],
  [{ request_id: 'a', actuals: [1], actual: 1 }, 'actuals'],
  [{ request_id: 'a', actuals: [1, 'dear'] }, 'actuals.1'],
])('%j is refused for its %s', async (body, field) => {
  const { status, json } = await tell(body);
  expect(status).toBe(422);
  expect(json.detail.map((problem: { field: string }) => problem.field)).toEqual([field]);
});

it('a class is told by its name', async () => {
  expect((await tell({ request_id: 'a', actuals: ['NO', null, '<30'] }, diabetes)).status).toBe(202);
  expect((await tell({ request_id: 'a', actuals: ['NO', 'maybe'] }, diabetes)).status).toBe(422);
});

it.each([['x'.repeat(59)], [17], ['tab\there']])(
  'an inference request with the id %j is refused',
  async (id) => {
    const { status, json } = await realtor.ask('POST', INFER, { id, inputs: beds(1) });
    expect(status).toBe(400);
    expect(json.error).toMatch(/"id" must be a text of at most 58/);
  },
);

describe('the memory of ids', () => {
  it('knows what it was told, and no other, however many there were', () => {
    const recent = recentIds(2 ** 12);
    const ids = Array.from({ length: 20_000 }, (_, index) => `request-${index}`);
    for (const [index, id] of ids.entries()) recent.remember(id, index + 1);
    const found = ids.filter((id, index) => recent.rowsOf(id) === index + 1);
    // Every slot that was written has its last one.
    expect(found.length).toBeGreaterThan(0.95 * 2 ** 12);
    expect(found.length).toBeLessThanOrEqual(2 ** 12);
    expect(ids.filter((id) => recent.rowsOf(`other ${id}`) !== undefined)).toEqual([]);
    expect(recent.rowsOf(ids.at(-1) ?? '')).toBe(20_000);
  });
});
