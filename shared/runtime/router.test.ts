import { expect, test } from 'vitest';
import { type HttpRequest, json } from './http.ts';
import { router } from './router.ts';

const match = router({ 'GET /a': () => json({}), 'POST /a': () => json({}), 'GET /b/*': () => json({}) });
const asked = async (method: string, path: string) => {
  const request = { method, path } as HttpRequest;
  return await match(request).handle(request);
};

test('a method that a path does not take is 405, and the answer says which it takes', async () => {
  const { status, headers } = await asked('DELETE', '/a');
  expect([status, headers?.allow]).toEqual([405, 'GET, POST']);
});

test('HEAD is answered where GET is', async () => {
  expect((await asked('HEAD', '/a')).status).toBe(200);
  expect((await asked('HEAD', '/b/x')).status).toBe(200);
});

test('what is nowhere is 404', async () => {
  await expect(asked('GET', '/c')).rejects.toMatchObject({ status: 404 });
});
