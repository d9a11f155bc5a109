/** Signing in at a real issuer: over HTTP, with its codes and signatures. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startIssuer, type TestIssuer } from '../../../tests/issuer.ts';
import { signInIssuer } from './issuer.ts';

const ANN = { sub: 'u-1', email: 'ann@example.org', email_verified: true, groups: ['analysts'] };
let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startIssuer(ANN);
});
afterAll(() => issuer.stop());

const signIn = () =>
  signInIssuer({
    issuer: issuer.url,
    clientId: 'marea',
    clientSecret: undefined,
    groupsClaim: 'groups',
    redirect: 'http://console.test/signin/callback',
  });

test('who agrees there is known here', async () => {
  const { begin, end } = signIn();
  const { url, pending } = await begin();
  const asked = new URL(url).searchParams;
  expect(Object.fromEntries(asked)).toMatchObject({
    response_type: 'code',
    client_id: 'marea',
    redirect_uri: 'http://console.test/signin/callback',
    code_challenge_method: 'S256',
  });
  expect(asked.get('scope')?.split(' ')).toContain('openid');
  const back = new URL(await issuer.agree(url));
  expect(await end(back, pending)).toMatchObject({
    subject: 'u-1',
    name: 'ann@example.org',
    groups: ['analysts'],
  });
});

test('a code is good once', async () => {
  const { begin, end } = signIn();
  const { url, pending } = await begin();
  const back = new URL(await issuer.agree(url));
  await end(back, pending);
  await expect(end(back, pending)).rejects.toMatchObject({ status: 401 });
});

test('a code that was begun in another browser is refused', async () => {
  const { begin, end } = signIn();
  const [mine, theirs] = [await begin(), await begin()];
  const back = new URL(await issuer.agree(theirs.url));
  await expect(end(back, mine.pending)).rejects.toMatchObject({ status: 401 });
  // With the state of the other, but not what only that browser has.
  await expect(end(back, { ...mine.pending, state: theirs.pending.state })).rejects.toMatchObject({
    status: 401,
  });
});

test('an issuer that is away is said, and asked again', async () => {
  const away = await startIssuer(ANN);
  const { begin } = signInIssuer({
    issuer: away.url,
    clientId: 'marea',
    clientSecret: undefined,
    groupsClaim: 'groups',
    redirect: 'http://console.test/signin/callback',
  });
  await away.stop();
  await expect(begin()).rejects.toMatchObject({ status: 503 });
});
