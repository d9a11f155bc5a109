/** Texts that nothing can be called: refused where they come in, and nothing is tried again, or broken, for them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startConsole, type TestConsole } from '../../tests/console.ts';
import { httpRequest, jsonRequest } from '../../tests/http-request.ts';

let marea: TestConsole;
beforeAll(async () => {
  marea = await startConsole();
});
afterAll(() => marea.stop());

const status = async (request: ReturnType<typeof httpRequest>): Promise<number> =>
  (await marea.handle(request)).status;

test.each([
  '/api/batches/realtor/a%00b',
  '/api/batches/realtor/%ed%a0%80',
  '/api/batches/realtor/a%00b/trace',
  '/api/trainings/realtor/%00',
  '/api/dead-letters?dataset=%00',
  '/api/dead-letters?type=a%00',
])('GET %s is refused', async (path) => {
  const asked = httpRequest('GET', '/');
  const mark = path.indexOf('?');
  const query = new URLSearchParams(mark < 0 ? '' : path.slice(mark));
  expect(await status({ ...asked, path: mark < 0 ? path : path.slice(0, mark), query })).toBeOneOf([
    400, 422,
  ]);
});

describe.each(['half \ud800 a character', 'a \u0000 zero'])('%j', (text) => {
  test.each([
    ['/api/batches/realtor/b1/retract', { reason: text }],
    ['/api/batches/realtor/b1/retract', { reason: 'x', by: text }],
    ['/api/dead-letters/1/discard', { reason: text }],
    ['/api/dead-letters/discard', { reason: 'x', type: text }],
    ['/api/dead-letters/discard', { reason: 'x', dataset: text }],
    ['/api/models/realtor/1/promote', { reason: text }],
    ['/api/datasets/realtor/train', { reason: text }],
    ['/api/datasets/realtor/reset', { confirm: text }],
  ])('in POST %s with %j is refused', async (path, fields) => {
    expect(await status(jsonRequest('POST', path, fields))).toBe(422);
  });
});
