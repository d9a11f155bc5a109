/** Pages of other origins, by a function as it is registered. */
import { beforeAll, describe, expect, test } from 'vitest';
import { httpRequest } from '../../../tests/http-request.ts';
import { type MareaFunction, serveRoutes } from '../function.ts';
import { crossOrigin, type Origins } from './cross-origin.ts';
import { HttpError, json } from './http.ts';
import type { Routes } from './router.ts';

const SHOP = 'https://shop.example';
const routes: Routes = {
  'GET /price': { needs: 'predict', about: 'all', handle: () => json(1) },
  'POST /price': {
    needs: 'predict',
    about: 'all',
    body: 'json',
    handle: () => {
      throw new HttpError(422, 'bed: expected a number');
    },
  },
  'POST /reload': { needs: 'operate', about: 'all', handle: () => json('reloaded') },
};
let plain: MareaFunction;

beforeAll(() => {
  process.env.LOG_LEVEL = 'silent';
  process.env.CORS_ORIGINS = `${SHOP}, http://localhost:3000`;
  plain = serveRoutes('plain', routes);
});

const asked = async (method: string, path: string, headers: Record<string, string>, origins?: Origins) =>
  await crossOrigin(plain.handle, () => origins)(httpRequest(method, path, { headers, body: '{}' }));
const preflight = (origin: string, path = '/price') =>
  [path, { origin, 'access-control-request-method': 'POST' }] as const;

describe('by default', () => {
  test('a preflight is a method that is not taken, and no answer has a word of other origins', async () => {
    for (const handle of [plain.handle, crossOrigin(plain.handle, () => undefined)]) {
      const [path, headers] = preflight(SHOP);
      expect((await handle(httpRequest('OPTIONS', path, { headers }))).status).toBe(405);
      const answer = await handle(httpRequest('GET', '/price', { headers: { origin: SHOP } }));
      expect(Object.keys(answer.headers ?? {})).toEqual(['content-type']);
    }
  });
});

describe('with a list of origins', () => {
  const listed = [SHOP, 'http://localhost:3000'];

  test('a preflight from one of them is told what the path takes', async () => {
    const { status, headers, body } = await asked('OPTIONS', ...preflight(SHOP), listed);
    expect([status, body]).toEqual([204, undefined]);
    expect(headers).toMatchObject({
      'access-control-allow-origin': SHOP,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': expect.stringContaining('content-type'),
      'access-control-max-age': expect.stringMatching(/^\d+$/),
      vary: 'Origin',
    });
  });

  test('its answers may be read, refusals too', async () => {
    for (const [method, expected] of [
      ['GET', 200],
      ['POST', 422],
    ] as const) {
      const sent = { origin: SHOP, 'content-type': 'application/json' };
      const { status, headers } = await asked(method, '/price', sent, listed);
      expect(status).toBe(expected);
      expect(headers?.['access-control-allow-origin']).toBe(SHOP);
      expect(headers?.['access-control-expose-headers']).toContain('x-request-id');
      expect(headers?.vary).toBe('Origin');
    }
  });

  test.each(['https://evil.example', 'https://shop.example.evil.example', 'http://shop.example', 'null'])(
    '%s is allowed nothing, and caches know that it depends',
    async (origin) => {
      const { headers } = await asked('GET', '/price', { origin }, listed);
      expect(headers).toEqual({ 'content-type': expect.any(String), vary: 'Origin' });
      const told = await asked('OPTIONS', ...preflight(origin), listed);
      expect(told.headers?.['access-control-allow-origin']).toBeUndefined();
    },
  );

  test('what changes something stays for pages of its own', async () => {
    const headers = { origin: SHOP, 'sec-fetch-site': 'cross-site' };
    expect((await asked('POST', '/reload', headers, listed)).status).toBe(403);
  });

  test('a path that is nowhere stays nowhere, and OPTIONS that is no preflight a method not taken', async () => {
    expect((await asked('OPTIONS', ...preflight(SHOP, '/nowhere'), listed)).status).toBe(404);
    expect((await asked('OPTIONS', '/price', { origin: SHOP }, listed)).status).toBe(405);
  });
});

test('every origin is allowed without credentials', async () => {
  const { headers } = await asked('OPTIONS', ...preflight('https://anybody.example'), '*');
  expect(headers?.['access-control-allow-origin']).toBe('*');
  expect(Object.keys(headers ?? {})).not.toContain('access-control-allow-credentials');
});

test('a function that is for pages does as CORS_ORIGINS says', async () => {
  const { handle } = serveRoutes('for-pages', routes, { forPages: true });
  for (const origin of [SHOP, 'http://localhost:3000']) {
    const [path, headers] = preflight(origin);
    const answer = await handle(httpRequest('OPTIONS', path, { headers }));
    expect([answer.status, answer.headers?.['access-control-allow-origin']]).toEqual([204, origin]);
  }
});
