/** A function that is told the platform's token answers nobody who comes around the platform. */
import { expect, test } from 'vitest';
import { httpRequest } from '../../../tests/http-request.ts';
import { json } from '../http/http.ts';

process.env.PLATFORM_TOKEN = 'the token of the platform';
const { serveRoutes } = await import('../function.ts');
const { handle } = serveRoutes('guarded', {
  'GET /open': { needs: 'nothing', handle: () => json({}) },
  'POST /': { needs: 'event', body: 'bytes', handle: () => json({}) },
});
const status = async (method: string, path: string, token?: string): Promise<number> => {
  const headers: Record<string, string> = token === undefined ? {} : { 'x-marea-platform': token };
  return (await handle(httpRequest(method, path, { headers }))).status;
};

test.each([
  ['GET', '/open'],
  ['GET', '/health'],
  ['GET', '/metrics'],
  ['GET', '/nowhere'],
  ['POST', '/'],
])('%s %s asks for it', async (method, path) => {
  for (const wrong of [undefined, '', 'the token of the platforn', 'the token of the platform '])
    expect(await status(method, path, wrong)).toBe(403);
  expect(await status(method, path, 'the token of the platform')).toBe(path === '/nowhere' ? 404 : 200);
});
