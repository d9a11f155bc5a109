/** Signing in to the console as a browser does, with a key and at an issuer, and what the cookie is good for then. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Objects, startObjects } from '../scripts/platform/stores/objects.ts';
import { makeKeyText } from '../shared/access/key-text.ts';
import type { Me } from '../shared/api/access.ts';
import { functionNamed } from '../shared/runtime/function.ts';
import type { Answer } from '../shared/runtime/http/http.ts';
import { s3 } from '../shared/store/objects.ts';
import { bearer, makeKey, publish, SEED, VERIFY_KEY } from './beds/keys.ts';
import { httpRequest } from './http-request.ts';
import { startIssuer, type TestIssuer } from './issuer.ts';

const CONSOLE = 'http://console.marea.test';
const GRANTS = 'group:analysts viewer,caller realtor';
const folder = mkdtempSync(join(tmpdir(), 'marea-sign-in-'));
const key = makeKey({ name: 'ann', roles: ['operator'] });
const rotated = makeKey({ name: 'bob', roles: ['viewer'] });
let issuer: TestIssuer;
let store: Objects;

beforeAll(async () => {
  issuer = await startIssuer({ sub: 'u-7', preferred_username: 'cleo', groups: ['analysts'] });
  store = await startObjects(folder, () => {});
  await publish(s3(store), 1, [key, rotated]);
  Object.assign(process.env, {
    ACCESS: 'required',
    ACCESS_VERIFY_KEY: VERIFY_KEY,
    ACCESS_SIGNING_KEY: SEED,
    ACCESS_GRANTS: GRANTS,
    CONSOLE_URL: CONSOLE,
    // Away: when a key was last used is noted by the way, and keeps nobody out.
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: 'marea',
    S3_ENDPOINT: store.endpoint,
    S3_ACCESS_KEY: store.accessKey,
    S3_SECRET_KEY: store.secretKey,
    LOG_LEVEL: 'silent',
  });
  await import('../functions/console/index.ts');
});
afterAll(async () => {
  await Promise.all([store.stop(), issuer.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (method: string, path: string, headers = {}, body = ''): Promise<Answer> =>
  await functionNamed('console').handle(httpRequest(method, path, { headers, body }));
const form = (text: string, headers = {}, fields = {}): Promise<Answer> =>
  ask(
    'POST',
    '/signin',
    { 'content-type': 'application/x-www-form-urlencoded', origin: CONSOLE, ...headers },
    new URLSearchParams({ key: text, ...fields }).toString(),
  );
/** As a browser sends it back. */
const cookieOf = ({ headers }: Answer): { cookie: string } => ({
  cookie: String(headers?.['set-cookie']).split(';')[0] ?? '',
});
const me = async (headers = {}): Promise<Me> =>
  JSON.parse(String((await ask('GET', '/api/me', headers)).body));

test('a key becomes a cookie that no script and no other site can use, and that is the key', async () => {
  const answer = await form(key.text);
  expect(answer).toMatchObject({ status: 303, headers: { location: '/' } });
  const cookie = String(answer.headers?.['set-cookie']);
  expect(cookie).toMatch(/^marea_session=[\w-]+; Path=\/; Max-Age=28800; HttpOnly; SameSite=Strict$/);
  expect(cookie).not.toContain(key.text);
  expect(await me(cookieOf(answer))).toEqual(await me(bearer(key)));
  expect(await me(cookieOf(answer))).toMatchObject({ name: 'ann', roles: ['operator'], open: false });
});

test('behind https the cookie is for https alone', async () => {
  const answer = await form(key.text, { 'x-forwarded-proto': 'https' });
  expect(answer.headers?.['set-cookie']).toMatch(/; Secure$/);
});

test('a key that is none is told at the page, with no cookie', async () => {
  for (const text of ['', 'password', makeKey().text]) {
    const answer = await form(text);
    expect([401, 422]).toContain(answer.status);
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(String(answer.body)).toContain('role="alert"');
  }
});

test('nobody is signed in by a page of another site', async () => {
  expect((await form(key.text, { origin: 'https://evil.example' })).status).toBe(403);
});

test('a session ends with its key, also when the key has another secret', async () => {
  const session = cookieOf(await form(rotated.text));
  expect(await me(session)).toMatchObject({ name: 'bob' });
  const { text, hash } = makeKeyText(rotated.known.id);
  await publish(s3(store), 2, [key, { text, known: { ...rotated.known, hash } }]);
  // The new secret is taken at once, and with it all that is known: the old one is one no more.
  expect(await me(cookieOf(await form(text)))).toMatchObject({ name: 'bob' });
  expect((await ask('GET', '/api/me', session)).status).toBe(401);
});

test('a cookie that somebody made up is none', async () => {
  expect((await ask('GET', '/api/me', { cookie: 'marea_session=abc' })).status).toBe(401);
});

test('the issuer leads to a session with what its groups are granted, by way of a page of our own', async () => {
  const begun = await ask('GET', '/signin/issuer');
  expect(begun.status).toBe(302);
  expect(begun.headers?.['set-cookie']).toMatch(
    /^marea_signin=[\w-]+; Path=\/signin; Max-Age=600; HttpOnly; SameSite=Lax$/,
  );
  const back = new URL(await issuer.agree(begun.headers?.location ?? ''));
  expect(back.origin + back.pathname).toBe(`${CONSOLE}/signin/callback`);
  const arrived = await ask('GET', `${back.pathname}${back.search}`, cookieOf(begun));
  expect(arrived).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
  expect(await me(cookieOf(arrived))).toEqual({
    subject: 'user:u-7',
    name: 'cleo',
    roles: ['viewer', 'caller'],
    datasets: ['realtor'],
    open: false,
  });
});

test('who comes back without having begun here is told to begin again', async () => {
  const begun = await ask('GET', '/signin/issuer');
  const back = new URL(await issuer.agree(begun.headers?.location ?? ''));
  const answer = await ask('GET', `${back.pathname}${back.search}`);
  expect(answer.status).toBe(400);
  expect(answer.headers).not.toHaveProperty('set-cookie');
});

test('a token of the issuer is a credential; of somebody who is granted nothing it is not enough', async () => {
  const token = async (claims = {}) => ({
    authorization: `Bearer ${await issuer.token({ aud: 'marea', ...claims })}`,
  });
  expect(await me(await token())).toMatchObject({ subject: 'user:u-7', datasets: ['realtor'] });
  expect((await ask('GET', '/api/me', await token({ groups: ['others'] }))).status).toBe(403);
  expect((await ask('GET', '/api/me', await token({ aud: 'elsewhere' }))).status).toBe(401);
});

test('a browser without a session is led to the page, and a program is refused', async () => {
  const browser = await ask('GET', '/', { accept: 'text/html,application/xhtml+xml' });
  expect(browser).toMatchObject({ status: 303, headers: { location: '/signin' } });
  const program = await ask('GET', '/', { accept: 'application/json' });
  expect(program).toMatchObject({ status: 401, headers: { 'www-authenticate': expect.any(String) } });
});

test('whoever wanted to go somewhere is there when they have signed in, and nobody is led elsewhere', async () => {
  const led = await ask('GET', '/audit?action=key.created', { accept: 'text/html' });
  expect(led.headers?.location).toBe('/signin?to=%2Faudit%3Faction%3Dkey.created');
  const page = String((await ask('GET', String(led.headers?.location))).body);
  expect(page).toContain('<input type="hidden" name="to" value="/audit?action=key.created">');
  const there = async (to: string): Promise<unknown> => (await form(key.text, {}, { to })).headers?.location;
  expect(await there('/audit?action=key.created')).toBe('/audit?action=key.created');
  for (const elsewhere of [
    'https://evil.test/',
    '//evil.test/',
    '/\\evil.test',
    'javascript:alert(1)',
    '/\t/evil.test',
  ])
    expect(await there(elsewhere), elsewhere).toBe('/');
});

test('signing out takes the cookie away', async () => {
  // As a browser sends the form of a page.
  const answer = await ask('POST', '/signout', {
    origin: CONSOLE,
    'content-type': 'application/x-www-form-urlencoded',
  });
  expect(answer).toMatchObject({ status: 303, headers: { location: '/signin' } });
  expect(answer.headers?.['set-cookie']).toContain('Max-Age=0');
});

test('the page has no script, no frame holds it, and its form goes nowhere else', async () => {
  const { status, headers, body } = await ask('GET', '/signin');
  expect(status).toBe(200);
  const policy = headers?.['content-security-policy'];
  for (const part of [
    "default-src 'none'",
    "script-src 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ])
    expect(policy).toContain(part);
  expect(String(body)).not.toContain('<script');
});
