import { describe, expect, test } from 'vitest';
import { httpRequest, jsonRequest } from '../../../tests/http-request.ts';
import { type HttpRequest, json } from './http.ts';
import { type Routes, router } from './router.ts';

const says = (what: string) => ({ needs: 'view', about: 'all', handle: () => json(what) }) as const;
const match = router({
  'GET /a': says('a'),
  'POST /a': { needs: 'operate', about: 'all', body: 'object', handle: (_, fields) => json(fields) },
  'POST /any': { needs: 'predict', about: 'all', body: 'json', handle: (_, value) => json(value) },
  'GET /b/*': says('of b'),
  'GET /b/*/c': says('c of one'),
  'POST /b/*/d': says('d of one'),
});
const asked = async (method: string, path: string) => {
  const request = { method, path } as HttpRequest;
  return await match(request).handle(request);
};

test('a method that a path does not take is 405, and the answer says which it takes', async () => {
  const refused = (allow: string) => ({ status: 405, headers: { allow } });
  await expect(asked('DELETE', '/a')).rejects.toMatchObject(refused('GET, POST'));
  await expect(asked('PUT', '/b/x/d')).rejects.toMatchObject(refused('GET, POST'));
});

test('HEAD is answered where GET is', async () => {
  expect((await asked('HEAD', '/a')).status).toBe(200);
  expect((await asked('HEAD', '/b/x')).status).toBe(200);
});

test('what is nowhere is 404', async () => {
  await expect(asked('GET', '/c')).rejects.toMatchObject({ status: 404 });
  await expect(asked('POST', '/z/x/d')).rejects.toMatchObject({ status: 404 });
});

test.each([
  ['/b/x', 'of b'],
  ['/b/x/y', 'of b'],
  ['/b/x/c', 'c of one'],
  ['/b/x/y/c', 'of b'],
])('of the routes that fit %s the one that says most answers', async (path, who) => {
  expect(JSON.parse(String((await asked('GET', path)).body))).toBe(who);
});

test('what a request needs is that of its row', () => {
  const needs = (method: string, path: string) => match({ method, path } as HttpRequest).needs;
  expect([needs('GET', '/a'), needs('POST', '/a'), needs('GET', '/nowhere')]).toEqual([
    'view',
    'operate',
    'nothing',
  ]);
});

test('a route that does not say what it needs does not compile', () => {
  // @ts-expect-error: no `needs`
  const routes: Routes = { 'GET /open': { handle: () => json({}) } };
  expect(Object.keys(routes)).toEqual(['GET /open']);
});

/** What a page of another site may send without being asked (Fetch standard, CORS-safelisted request-header). */
const FORMS = [
  'text/plain',
  'Text/Plain; charset=utf-8',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
];
const declared = (path: string, type: string, body: string): HttpRequest =>
  httpRequest('POST', path, { headers: { 'content-type': type }, body });

describe('a body', () => {
  const answered = async (request: HttpRequest) => (await match(request).handle(request)).body;

  test('is read as the row says', async () => {
    expect(await answered(jsonRequest('POST', '/a', { x: 1 }))).toBe('{"x":1}');
    expect(await answered(jsonRequest('POST', '/any', [1]))).toBe('[1]');
    const headers = { 'content-type': 'application/merge-patch+json; charset=utf-8' };
    expect(await answered(httpRequest('POST', '/any', { headers, body: '"patched"' }))).toBe('"patched"');
  });

  test('of an object that is empty is {}', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect(await answered(httpRequest('POST', '/a', { headers }))).toBe('{}');
  });

  test.each([
    ['an object that is declared as a form', httpRequest('POST', '/a', { body: '{}' }), 415],
    ['no object', jsonRequest('POST', '/a', []), 400],
    ['no JSON', declared('/any', 'application/json', '{'), 400],
    ['nothing', declared('/any', 'application/json', ''), 400],
    ['JSON of which nothing is said', httpRequest('POST', '/any', { body: '{}' }), 415],
    ...FORMS.flatMap((type): [string, HttpRequest, number][] => [
      [`JSON as ${type}`, declared('/any', type, '{}'), 415],
      [`${type} where there is no body to read`, declared('/b/x/d', type, ''), 415],
    ]),
    ['a name that only begins with JSON', declared('/any', 'application/json-seq', '{}'), 415],
  ])('%s is refused', async (_, request, status) => {
    await expect(answered(request)).rejects.toMatchObject({ status });
  });
});
