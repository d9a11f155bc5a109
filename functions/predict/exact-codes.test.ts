import { beforeAll, expect, it } from 'vitest';
import { memoryObjects } from './fixtures/memory-objects.ts';
import { storeModel } from './fixtures/models.ts';
import { type TestService, testService } from './fixtures/service.ts';

const objects = memoryObjects();
let realtor: TestService;

beforeAll(async () => {
  await storeModel(objects, { dataset: 'realtor', version: 7, production: true });
  realtor = await testService({ objects, dataset: 'realtor', version: 7 });
});

/** Two codes that are one and the same double. */
const rows = ['9007199254740993', '9007199254740992'].map((code) => `{"bed": 3, "brokered_by": ${code}}`);

it.each([
  ['application/json', `[${rows.join(',')}]`],
  ['application/x-ndjson', rows.join('\n')],
])('codes of 16 digits stay apart in batches of %s', async (type, body) => {
  const { json } = await realtor.ask('POST', '/batch_predict', body, { 'content-type': type });
  const codes = json.predictions.map(({ input }: { input: { brokered_by: unknown } }) =>
    String(input.brokered_by),
  );
  expect(codes).toEqual(['9007199254740993', '9007199254740992']);
});

it('and alone: what is refused is told by its own digits', async () => {
  const { status, text } = await realtor.ask('POST', '/predict', '{"prev_sold_date": 9007199254740993}');
  expect(status).toBe(422);
  expect(text).toContain('9007199254740993');
});
