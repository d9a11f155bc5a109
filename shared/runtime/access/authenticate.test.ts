import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { bearer, makeKey } from '../../../tests/beds/keys.ts';
import type { Principal } from '../../access/principal.ts';
import { addressOf } from './address.ts';
import { apiKeys } from './api-key.ts';
import { credentialIn } from './credential.ts';
import { countFailures } from './failures.ts';
import type { Key, KeySource, KnownKeys } from './known-keys.ts';
import { shownKeys } from './shown-keys.ts';

const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

describe('a credential', () => {
  test.each([
    ['nothing', {}, undefined],
    ['Bearer', { authorization: 'Bearer abc' }, 'abc'],
    ['Bearer in other letters', { authorization: 'bEARER abc ' }, 'abc'],
    // RFC 7617, section 2: Aladdin and "open sesame".
    ['a password', { authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==' }, 'open sesame'],
    ['a password with colons and no user', basic(':a:b'), 'a:b'],
    ['x-api-key', { 'x-api-key': ' abc ' }, 'abc'],
    ['the same in two places', { 'x-api-key': 'abc', ...basic('mlflow:abc') }, 'abc'],
  ])('is taken from %s', (_, headers, text) => {
    expect(credentialIn(headers)).toBe(text);
  });

  test.each([
    ['two that differ', { 'x-api-key': 'abc', authorization: 'Bearer abd' }, 400],
    ['another scheme', { authorization: 'Digest abc' }, 401],
    ['no token', { authorization: 'Bearer' }, 401],
    ['two tokens', { authorization: 'Bearer a b' }, 401],
    ['no password', basic('user'), 401],
    ['a scheme and a blank', { authorization: 'Bearer ' }, 401],
  ])('that is %s is refused', (_, headers, status) => {
    expect(() => credentialIn(headers)).toThrow(expect.objectContaining({ status }));
  });
});

describe('an API key', () => {
  const [right, other] = [makeKey({ name: 'ci', roles: ['caller'], datasets: ['realtor'] }), makeKey()];
  const { id, name, hash, roles, datasets } = right.known;
  const principal: Principal = { subject: `key:${id}`, name, roles, datasets };
  const key: Key = { hash: Buffer.from(hash, 'hex'), expiresAt: 1000, principal };
  const none: KnownKeys = { serial: 0, byId: new Map() };
  const keys: KnownKeys = { serial: 1, byId: new Map([[id, key]]) };
  /** Knows these, and from the first look again on those. */
  const source = (known: KnownKeys, later = known): KeySource & { looks: number } => {
    const made = {
      looks: 0,
      current: () => (made.looks > 0 ? later : known),
      renewed: () => {
        made.looks += 1;
        return later;
      },
    };
    return made;
  };
  const at = (moment: number, from: KeySource = source(keys)) => apiKeys(from, () => moment);
  const kind = at(999);
  const said = async (text: string, by = kind): Promise<string> => {
    try {
      await by.principalOf(text);
    } catch (error) {
      expect(error).toMatchObject({
        status: 401,
        headers: { 'www-authenticate': 'Bearer realm="marea", Basic realm="marea"' },
      });
      return (error as Error).message;
    }
    return 'let in';
  };

  test('says whose it is, also where the keys have to be waited for', async () => {
    expect(kind.principalOf(right.text)).toEqual(principal);
    const waiting = at(0, { ...source(keys), current: () => Promise.resolve(keys) });
    expect(await waiting.principalOf(right.text)).toEqual(principal);
  });

  const mixed = right.text.slice(0, 19) + other.text.slice(19);

  test('with a wrong secret is refused as one that there never was', async () => {
    expect(mixed).toMatch(new RegExp(`^marea_${id}_`));
    expect(await said(mixed)).toBe(await said(other.text));
    expect(await said(mixed)).not.toBe('let in');
  });

  test('whose hash is shown instead of its secret is refused', async () => {
    const secret = createHash('sha256').update(right.text.slice(19)).digest('base64url');
    expect(await said(`marea_${id}_${secret}`)).not.toBe('let in');
  });

  test('is refused from its end on, and when that is no date', async () => {
    for (const moment of [1000, Number.NaN])
      expect(await said(right.text, at(moment))).toContain('ci has expired');
  });

  test('is refused from its end on, though it was right a moment ago', async () => {
    let clock = 999;
    const kept = apiKeys(source(keys), () => clock);
    expect(await said(right.text, kept)).toBe('let in');
    clock = 1000;
    expect(await said(right.text, kept)).toContain('ci has expired');
  });

  test('is told from what only begins as one', async () => {
    expect(kind.recognises('eyJhbGciOiJSUzI1NiJ9.e30.c2ln')).toBe(false);
    expect(await said(right.text.slice(0, -1))).toContain('no whole API key');
  });

  test('that was made a moment ago, or got its secret then, is looked for before it is refused', async () => {
    const before: KnownKeys = { serial: 1, byId: new Map([[id, { ...key, hash: Buffer.alloc(32, 1) }]]) };
    for (const old of [none, before])
      expect(await said(right.text, at(999, source(old, keys)))).toBe('let in');
  });

  test('that is none is looked for once, as long as the keys are those', async () => {
    const from = source(keys);
    const kept = at(999, from);
    for (let times = 0; times < 3; times++) expect(await said(other.text, kept)).toContain('revoked');
    expect(from.looks).toBe(1);
    expect(await said(mixed, kept)).toContain('revoked');
    expect(from.looks).toBe(2);
  });

  test('that the keys no longer hold is refused, though it was right a moment ago', async () => {
    let known = keys;
    const kept = at(999, { current: () => known, renewed: () => known });
    expect(await said(right.text, kept)).toBe('let in');
    known = none;
    expect(await said(right.text, kept)).toContain('revoked');
    known = { ...keys };
    expect(await said(right.text, kept)).toBe('let in');
  });

  test('that was shown in a header is known by it alone, until its end, and as long as the keys are those', async () => {
    let [clock, known] = [999, keys];
    const kept = apiKeys({ current: () => known, renewed: () => known }, () => clock);
    const { authorization = '' } = bearer(right);
    expect(kept.shownBefore(authorization)).toBeUndefined();
    await kept.principalOf(right.text);
    expect(kept.shownBefore(authorization)).toBe(principal);
    expect(kept.shownBefore(`${authorization}x`)).toBeUndefined();
    clock = 1000;
    expect(kept.shownBefore(authorization)).toBeUndefined();
    [clock, known] = [999, { ...keys }];
    expect(kept.shownBefore(authorization)).toBeUndefined();
  });

  test('that was shown in a header is looked at closely where the keys have to be waited for', async () => {
    const away = apiKeys({ current: () => Promise.reject(new Error('away')), renewed: () => none });
    expect(away.shownBefore('Bearer x')).toBeUndefined();
  });

  test('that is right is not driven out by many that are none', async () => {
    const shown = shownKeys(2);
    shown.add('right', keys, key);
    for (const wrong of ['a', 'b', 'c']) shown.add(wrong, keys, null);
    expect(['right', 'a', 'b', 'c', 'd'].map((text) => shown.find(text, keys))).toEqual([
      key,
      undefined,
      null,
      null,
      undefined,
    ]);
  });
});

describe('wrong credentials', () => {
  test('of one address are told to wait from the eleventh in a minute on', () => {
    let clock = 0;
    const failures = countFailures({ now: () => clock });
    const waits = Array.from({ length: 12 }, () => failures.add('a'));
    expect(waits).toEqual([...new Array(10).fill(0), 60, 60]);
    expect(failures.add('b')).toBe(0);
    clock = 59_001;
    expect(failures.add('a')).toBe(1);
    clock = 60_000;
    expect(failures.add('a')).toBe(0);
  });

  test('are remembered of a bounded number of addresses, those that failed last', () => {
    const failures = countFailures({ most: 1, addresses: 2, now: () => 0 });
    for (const address of ['a', 'b', 'a', 'c']) failures.add(address);
    expect(failures.add('a')).toBe(60);
    expect(failures.add('b')).toBe(0);
  });

  const address = '127.0.0.1';
  const from = (header: string | undefined, proxies: number): string =>
    addressOf({ headers: header === undefined ? {} : { 'x-forwarded-for': header }, address }, proxies);

  test.each([
    ['no proxy, and none is trusted', undefined, 0, address],
    ['no proxy, though one is trusted', undefined, 1, address],
    ['a client that makes one up', '192.0.2.66', 0, address],
    // The embedded platform puts its own word in the place of whatever a client says.
    ['the embedded platform', '192.0.2.7', 1, '192.0.2.7'],
    // 10.1.0.5 is the gateway, 10.1.0.9 the activator: queue-proxy tells of one, the activator of the other.
    ['Kourier as it comes', '10.1.0.5', 1, '10.1.0.5'],
    ['the same, and made up', '192.0.2.66, 10.1.0.5', 1, '10.1.0.5'],
    ['the same through the activator, and made up', '192.0.2.66, 10.1.0.5, 10.1.0.9', 1, '10.1.0.9'],
    ['Kourier that adds what it sees', '192.0.2.7, 10.1.0.5', 2, '192.0.2.7'],
    ['the same, and made up', '192.0.2.66,192.0.2.7,10.1.0.5', 2, '192.0.2.7'],
    [
      'the same through the activator, and made up',
      '192.0.2.66, 192.0.2.7, 10.1.0.5, 10.1.0.9',
      2,
      '10.1.0.5',
    ],
    ['fewer proxies than are trusted', '192.0.2.7', 2, '192.0.2.7'],
    ['a word that is empty', ', ', 1, address],
  ])(
    'are of what the first trusted proxy has seen, whatever a client says: %s',
    (_, header, proxies, seen) => {
      expect(from(header, proxies)).toBe(seen);
    },
  );

  test('are of a text of bounded length', () => {
    expect(from(`x, ${'9'.repeat(500)}`, 1)).toHaveLength(64);
  });
});

describe('a request', () => {
  type Ask = typeof import('./authenticate.ts').authenticate;
  let authenticate: Ask;
  beforeAll(async () => {
    process.env.ACCESS = 'required';
    ({ authenticate } = await import('./authenticate.ts'));
  });
  const ask = async (headers: Record<string, string>, address = '10.0.0.1') =>
    await authenticate({ headers, address } as Parameters<Ask>[0]);

  test('without a credential is told what it needs', async () => {
    await expect(ask({})).rejects.toMatchObject({ status: 401, message: expect.stringContaining('Bearer') });
  });

  test('with a wrong one is told to wait after ten, and one of another address is not', async () => {
    const wrong = bearer(makeKey());
    for (let i = 0; i < 10; i++) await expect(ask(wrong)).rejects.toMatchObject({ status: 401 });
    await expect(ask(wrong)).rejects.toMatchObject({
      status: 429,
      headers: { 'retry-after': expect.stringMatching(/^[1-9]\d?$/) },
    });
    await expect(ask(wrong, '10.0.0.2')).rejects.toMatchObject({ status: 401 });
    // None is no attempt at one.
    await expect(ask({})).rejects.toMatchObject({ status: 401 });
  });
});
