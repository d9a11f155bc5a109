/** The function as it is registered: a browser may ask it for a page of another origin, where that is set. */
import { beforeAll, expect, test } from 'vitest';
import { functionNamed } from '../../shared/runtime/function.ts';
import { httpRequest } from '../../tests/http-request.ts';

beforeAll(async () => {
  process.env.LOG_LEVEL = 'silent';
  process.env.CORS_ORIGINS = 'https://shop.example';
  await import('./index.ts');
});

test('pages of an origin in CORS_ORIGINS may ask for predictions', async () => {
  const headers = { origin: 'https://shop.example', 'access-control-request-method': 'POST' };
  const answer = await functionNamed('predict').handle(httpRequest('OPTIONS', '/predict', { headers }));
  expect(answer.status).toBe(204);
  expect(answer.headers?.['access-control-allow-origin']).toBe('https://shop.example');
});
