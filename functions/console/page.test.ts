/** The page and its files, as a browser asks for them; and answers that are known already. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb, type WebManifest } from '../../scripts/web.ts';
import type { Answer } from '../../shared/runtime/http/http.ts';
import { startConsole, type TestConsole } from '../../tests/console.ts';
import { httpRequest } from '../../tests/http-request.ts';

let marea: TestConsole;
let built: WebManifest;

beforeAll(async () => {
  [marea, built] = await Promise.all([startConsole(), buildWeb()]);
});
afterAll(() => marea?.stop());

const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  marea.handle(httpRequest('GET', path, { headers }));

test.each(['/', '/datasets', '/datasets/realtor', '/audit?action=key.created'])(
  '%s is the page',
  async (path) => {
    const { status, headers, body } = await get(path);
    expect(status).toBe(200);
    expect(headers?.['content-type']).toBe('text/html; charset=utf-8');
    expect(String(body)).toContain(`src="/web/${built.script}"`);
    expect(String(body)).toContain(`href="/web/${built.style}"`);
  },
);

test('the page runs its own files and nothing else, and asks nobody but its own server', async () => {
  const { headers, body } = await get('/');
  const policy = headers?.['content-security-policy']?.split('; ');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("style-src 'self'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(String(body)).not.toMatch(
    /<script(?![^>]* src=)|<style|\son[a-z]+=|https?:\/\/(?!www\.w3\.org\/2000\/svg)/,
  );
});

test('its files are kept for good, as their names change with what is in them', async () => {
  const { status, headers, body } = await get(`/web/${built.script}`);
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'private, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  });
  expect(headers).not.toHaveProperty('content-encoding');
  const brotli = await get(`/web/${built.script}`, { 'accept-encoding': 'gzip, deflate, br, zstd' });
  expect(brotli.headers).toMatchObject({ 'content-encoding': 'br' });
  expect(brotliDecompressSync(brotli.body as Buffer)).toEqual(body);
  const gzip = await get(`/web/${built.script}`, { 'accept-encoding': 'gzip' });
  expect(gzip.headers).toMatchObject({ 'content-encoding': 'gzip' });
  expect(gunzipSync(gzip.body as Buffer)).toEqual(body);
});

test.each(['/web/none.js', '/web/manifest.json', '/web/../console.js', '/web/%2e%2e/console.js', '/nowhere'])(
  'there is nothing at %s',
  async (path) => {
    expect((await get(path)).status).toBe(404);
  },
);

test('what the page begins with is at most 60 KB as gzip', async () => {
  const files = [built.script, built.style, ...built.preload];
  const sizes = await Promise.all(
    files.map(
      async (name) => ((await get(`/web/${name}`, { 'accept-encoding': 'gzip' })).body as Buffer).length,
    ),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(60_000);
});

test('who has an answer already is told that it is the same, until it is another', async () => {
  const first = await get('/api/status?dataset=realtor');
  const tag = first.headers?.etag ?? '';
  expect(tag).toMatch(/^W\/"[\w-]{22}"$/);
  const again = await get('/api/status?dataset=realtor', { 'if-none-match': tag });
  expect(again).toMatchObject({ status: 304, headers: { etag: tag } });
  expect(again.body).toBeUndefined();
  await marea.services.sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage)
    values ('realtor', 'new', 's', 'e', 'source', 'received')`;
  const changed = await get('/api/status?dataset=realtor', { 'if-none-match': tag });
  expect(changed.status).toBe(200);
  expect(changed.headers?.etag).not.toBe(tag);
});
