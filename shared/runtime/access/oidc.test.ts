/** Tokens against an issuer that publishes its keys on HTTP, as real ones do. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { oidcTokens } from './oidc.ts';

let server: Server;
let url = '';
let mine: CryptoKey;
let others: CryptoKey;
let published: object[] = [];
let asked: string[] = [];
let down = false;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256');
  mine = pair.privateKey;
  others = (await generateKeyPair('ES256')).privateKey;
  published = [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (down) return void response.writeHead(500).end();
    const body = request.url === '/keys' ? { keys: published } : { issuer: url, jwks_uri: `${url}/keys` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((closed) => server.close(closed)));
beforeEach(() => {
  asked = [];
  down = false;
});

const tokens = () => oidcTokens({ url, audience: 'marea', groupsClaim: 'groups' });
const token = (claims: Record<string, unknown> = {}, key = mine, kid = 'one') =>
  new SignJWT({
    iss: url,
    aud: 'marea',
    sub: 'u-1',
    exp: Math.floor(Date.now() / 1000) + 600,
    groups: ['analysts', 7],
    email: 'Ann@Example.org',
    email_verified: true,
    ...claims,
  })
    .setProtectedHeader({ alg: 'ES256', kid })
    .sign(key);

test('says who somebody is, and of which groups', async () => {
  expect(await tokens().personOf(await token())).toMatchObject({
    subject: 'u-1',
    name: 'ann@example.org',
    email: 'ann@example.org',
    groups: ['analysts'],
  });
});

test('an address that nobody has verified names nobody', async () => {
  const person = await tokens().personOf(await token({ email_verified: false, preferred_username: 'ann' }));
  expect(person).toMatchObject({ name: 'ann', email: undefined });
});

test.each([
  ['of another issuer', { iss: 'https://elsewhere.example' }],
  ['for another audience', { aud: 'grafana' }],
  ['that has expired', { exp: Math.floor(Date.now() / 1000) - 60 }],
  ['that is not yet valid', { nbf: Math.floor(Date.now() / 1000) + 600 }],
  ['of nobody', { sub: undefined }],
  ['without an end', { exp: undefined }],
])('a token %s is refused', async (_, claims) => {
  expect(await tokens().personOf(await token(claims))).toBeUndefined();
});

test('a token that somebody else signed is refused, by whatever key it names', async () => {
  expect(await tokens().personOf(await token({}, others))).toBeUndefined();
  expect(await tokens().personOf(await token({}, others, 'two'))).toBeUndefined();
});

test('a token that nobody signed, or with the public key as a secret, is refused', async () => {
  const [, payload] = (await token()).split('.');
  const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
  expect(await tokens().personOf(`${none}.${payload}.`)).toBeUndefined();
  const secret = Buffer.from(JSON.stringify(published[0]));
  const hmac = await new SignJWT({ iss: url, aud: 'marea', sub: 'u-1', exp: 4_000_000_000 })
    .setProtectedHeader({ alg: 'HS256', kid: 'one' })
    .sign(secret);
  expect(await tokens().personOf(hmac)).toBeUndefined();
});

test('the keys are asked for once, and again when a failure is over', async () => {
  const { personOf } = tokens();
  down = true;
  await expect(personOf(await token())).rejects.toMatchObject({ status: 503 });
  down = false;
  asked = [];
  await personOf(await token());
  await personOf(await token());
  expect(asked).toEqual(['/.well-known/openid-configuration', '/keys']);
});
