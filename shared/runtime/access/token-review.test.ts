/** Tokens of ServiceAccounts against an API server's answers, as Kubernetes 1.35 gives them. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { tokenReviews } from './token-review.ts';

let server: Server;
let url = '';
let reviews: { token: string; audiences: string[] }[] = [];
let answer: { status: number; body: unknown };
let now = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      expect(request.url).toBe('/apis/authentication.k8s.io/v1/tokenreviews');
      const { spec } = JSON.parse(Buffer.concat(chunks).toString());
      reviews.push(spec);
      response.writeHead(answer.status).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((closed) => server.close(closed)));
beforeEach(() => {
  reviews = [];
  now = 0;
  says({
    authenticated: true,
    audiences: ['marea'],
    user: { username: 'system:serviceaccount:notebooks:jupyter' },
  });
});

const says = (status: unknown): void => {
  answer = { status: 201, body: { kind: 'TokenReview', status } };
};
const asking = () => tokenReviews({ url, namespace: 'marea' }, ['marea'], () => now);

test('the API server says whose a token is; it is asked for our audience, once a minute', async () => {
  const { accountOf } = asking();
  expect(await accountOf('token')).toBe('notebooks/jupyter');
  now = 59_999;
  expect(await accountOf('token')).toBe('notebooks/jupyter');
  expect(reviews).toEqual([{ token: 'token', audiences: ['marea'] }]);
  now = 60_000;
  says({ authenticated: false });
  expect(await accountOf('token')).toBeUndefined();
  expect(reviews).toHaveLength(2);
});

test.each([
  ['that is not valid', { authenticated: false, error: 'expired' }],
  [
    'for another audience',
    { authenticated: true, audiences: ['grafana'], user: { username: 'system:serviceaccount:a:b' } },
  ],
  [
    'whose audience nobody has checked',
    { authenticated: true, user: { username: 'system:serviceaccount:a:b' } },
  ],
  [
    'of no ServiceAccount',
    { authenticated: true, audiences: ['marea'], user: { username: 'kubernetes-admin' } },
  ],
])('a token %s is nobody’s', async (_, status) => {
  says(status);
  expect(await asking().accountOf('token')).toBeUndefined();
});

test('an API server that fails is no refusal, and is asked again', async () => {
  const { accountOf } = asking();
  answer = { status: 500, body: {} };
  await expect(accountOf('token')).rejects.toMatchObject({ status: 503 });
  says({ authenticated: true, audiences: ['marea'], user: { username: 'system:serviceaccount:a:b' } });
  expect(await accountOf('token')).toBe('a/b');
});

test('many requests with one token are one question, and many made-up tokens are refused', async () => {
  const { accountOf } = asking();
  await Promise.all(Array.from({ length: 20 }, () => accountOf('token')));
  expect(reviews).toHaveLength(1);
  const made = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => accountOf(`token ${index}`)),
  );
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
});

test('only a JWT of Kubernetes looks like one', () => {
  const jwt = (claims: Record<string, unknown>) => new UnsecuredJWT(claims).encode();
  // An unsecured JWT has no signature: the form of one that is there.
  const signed = `${jwt({ 'kubernetes.io': { namespace: 'a' } })}c2ln`;
  expect(asking().recognises(signed)).toBe(true);
  expect(asking().recognises(`${jwt({ sub: 'x' })}c2ln`)).toBe(false);
  expect(asking().recognises('marea_x')).toBe(false);
});
