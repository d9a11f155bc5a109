import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Services, startServices } from '../../tests/services.ts';
import { createKey, keepAdminKey, revokeKey, rotateKey } from './key-changes.ts';
import type { KeyWish } from './key-rules.ts';
import { isSecretOf, makeKeyText, parseKeyText } from './key-text.ts';
import { listKeys, touchKeys, validKeys } from './keys.ts';
import { ANYBODY, type Principal } from './principal.ts';
import { isPublished, publishKeys, SNAPSHOT_ADDRESS } from './publish.ts';
import { type KeySnapshot, sealed, signingKey, unsealed, verifyingHalf, verifyingKey } from './snapshot.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());
beforeEach(async () => {
  await services.sql`truncate marea.keys`;
});

const ADMIN: Principal = { subject: 'user:ann', name: 'Ann', roles: ['admin'], datasets: '*' };
const wish: KeyWish = { name: 'ci', roles: ['caller'], datasets: ['realtor'], expiresAt: null, force: false };
const admin: KeyWish = { ...wish, name: 'root', roles: ['admin'], datasets: '*' };
const tomorrow = new Date(Date.now() + 86_400_000);

const create = (wished: Partial<KeyWish> = {}, by = ADMIN) =>
  services.sql.begin((tx) => createKey(tx, { ...wish, ...wished }, by));
const revoke = (id: string, force = false) =>
  services.sql.begin((tx) => revokeKey(tx, id, { by: ADMIN, force }));
const rotate = (id: string, by = ADMIN) => services.sql.begin((tx) => rotateKey(tx, id, by));
const valid = async () => (await validKeys(services.sql)).keys;
const expire = (id: string) =>
  services.sql`update marea.keys set expires_at = now() - interval '1 second' where id = ${id}`;

/** Whether the text is that of a key that is valid now. */
async function opens(text: string): Promise<boolean> {
  const { id, secret = '' } = parseKeyText(text) ?? {};
  const known = (await valid()).find((key) => key.id === id);
  return known !== undefined && isSecretOf(secret, known.hash);
}

describe('the life of a key', () => {
  test('made, it is known by its hash alone, for its roles, its data sets and its time', async () => {
    const { text, ...key } = await create({ expiresAt: tomorrow });
    expect(key).toMatchObject({
      name: 'ci',
      roles: ['caller'],
      datasets: ['realtor'],
      createdBy: 'user:ann',
    });
    const expires = tomorrow.toISOString();
    expect(await valid()).toEqual([
      { id: key.id, name: 'ci', roles: ['caller'], datasets: ['realtor'], expires, hash: expect.any(String) },
    ]);
    expect(await opens(text)).toBe(true);
    const [row] = await services.sql<{ row: string }[]>`select k::text as row from marea.keys k`;
    expect(row?.row).not.toContain(parseKeyText(text)?.secret);
  });

  test('for all data sets is those to come, too', async () => {
    await create({ datasets: '*' });
    expect((await valid())[0]).toMatchObject({ datasets: '*', expires: null });
  });

  test('with a new secret it is the same key, and the secret before opens nothing', async () => {
    const { text: before, id } = await create();
    const { text: after, ...key } = (await rotate(id)) ?? { text: '' };
    expect(key).toMatchObject({ id, name: 'ci' });
    expect([await opens(before), await opens(after)]).toEqual([false, true]);
  });

  test('revoked or expired it opens nothing, and has no second life', async () => {
    const [revoked, expired] = [await create(), await create()];
    expect(await revoke(revoked.id)).toMatchObject({ revokedBy: 'user:ann', revokedAt: expect.any(Date) });
    await expire(expired.id);
    expect([await opens(revoked.text), await opens(expired.text)]).toEqual([false, false]);
    await expect(rotate(revoked.id)).rejects.toThrow(/was revoked on .*: make a new one/);
    await expect(rotate(expired.id)).rejects.toThrow(/was valid until .*: make a new one/);
    await expect(revoke(revoked.id)).rejects.toThrow('was revoked on');
  });

  test('of one that there is not, nothing is made', async () => {
    expect([await rotate('abcdefghijkl'), await revoke('abcdefghijkl')]).toEqual([undefined, undefined]);
  });

  test('each change has a number of its own, higher than all before', async () => {
    const serial = async () => (await validKeys(services.sql)).serial;
    const seen = [await serial()];
    const { id } = await create();
    seen.push(await serial());
    await rotate(id);
    seen.push(await serial());
    await revoke(id);
    seen.push(await serial());
    expect(new Set(seen).size).toBe(4);
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
  });

  test('listed are the valid ones, the newest first, page by page; others when they are asked for', async () => {
    const keys = [];
    for (const name of ['a', 'b', 'c', 'd']) keys.push(await create({ name }));
    await revoke(keys[1]?.id ?? '');
    const names = async (page: object) =>
      (await listKeys(services.sql, { ended: false, limit: 10, ...page })).map(({ name }) => name);
    expect(await names({})).toEqual(['d', 'c', 'a']);
    expect(await names({ ended: true })).toEqual(['d', 'c', 'b', 'a']);
    expect(await names({ limit: 2 })).toEqual(['d', 'c']);
    expect(await names({ before: keys[2]?.id })).toEqual(['a']);
    expect(JSON.stringify(await listKeys(services.sql, { ended: true, limit: 10 }))).not.toMatch(
      /hash|marea_/,
    );
  });

  test('its last use is noted once a minute', async () => {
    const { id } = await create();
    const used = async () => (await listKeys(services.sql, { ended: false, limit: 1 }))[0]?.lastUsedAt;
    expect(await used()).toBeNull();
    await touchKeys(services.sql, [id, 'nobody', id]);
    const first = await used();
    expect(first).toBeInstanceOf(Date);
    await touchKeys(services.sql, [id]);
    expect(await used()).toEqual(first);
    await services.sql`update marea.keys set last_used_at = now() - interval '61 seconds'`;
    await touchKeys(services.sql, [id]);
    expect((await used())?.getTime()).toBeGreaterThanOrEqual(first?.getTime() ?? Number.NaN);
  });
});

describe('somebody who can make keys is left', () => {
  test('the first key, where nobody needs one, makes others, and lasts', async () => {
    await expect(create({}, ANYBODY)).rejects.toThrow(
      'the first key has to have role admin, for all data sets',
    );
    await expect(create({ ...admin, datasets: ['realtor'] }, ANYBODY)).rejects.toThrow('the first key');
    await expect(create({ ...admin, expiresAt: tomorrow }, ANYBODY)).rejects.toThrow('would expire');
    await create(admin, ANYBODY);
    await create({}, ANYBODY);
    expect(await valid()).toHaveLength(2);
  });

  test('an end is possible for who insists; who has shown who it is needs no key to begin with', async () => {
    await create({ ...admin, expiresAt: tomorrow, force: true }, ANYBODY);
    await expect(create({}, ANYBODY)).rejects.toThrow('the first key');
    await create({}, ADMIN);
  });

  test('the last one that lasts is revoked by who insists alone; two at once do not both go', async () => {
    const [one, other] = [await create(admin), await create(admin)];
    await create({ ...admin, expiresAt: tomorrow });
    const both = await Promise.allSettled([revoke(one.id), revoke(other.id)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [left] = (await listKeys(services.sql, { ended: false, limit: 10 })).filter(
      (key) => !key.expiresAt,
    );
    await expect(revoke(left?.id ?? '')).rejects.toThrow('nobody could make keys');
    expect(await revoke(left?.id ?? '', true)).toMatchObject({ id: left?.id });
  });
});

test('nobody gives what it has not', async () => {
  const limited: Principal = { ...ADMIN, roles: ['viewer', 'caller'], datasets: ['realtor'] };
  await expect(create({ roles: ['caller', 'operator'] }, limited)).rejects.toThrow(
    'you cannot give operator',
  );
  await expect(create({ datasets: ['realtor', 'diabetes'] }, limited)).rejects.toThrow(
    'cannot give diabetes',
  );
  await expect(create({ datasets: '*' }, limited)).rejects.toThrow('cannot give all data sets');
  expect(await create({}, limited)).toMatchObject({ createdBy: 'user:ann' });
  const { id } = await create(admin);
  await expect(rotate(id, limited)).rejects.toThrow('you cannot give admin');
});

test('there are 10,000 valid keys at most', async () => {
  await services.sql`
    insert into marea.keys (id, name, hash, roles, created_by, revoked_at)
    select lpad(i::text, 12, '0'), 'many', '00', '{viewer}', 'test', case when i = 1 then now() end
    from generate_series(1, 10000) i`;
  await create();
  await expect(create()).rejects.toThrow('10000 keys already');
});

test('a key that was made elsewhere is kept once, whatever became of it', async () => {
  const { text, id } = makeKeyText();
  const keep = (given: string) =>
    services.sql.begin((tx) => keepAdminKey(tx, given, { name: 'first', by: 'deployment' }));
  expect(await keep(`${text}\n`)).toMatchObject({ id, roles: ['admin'], datasets: '*' });
  expect(await opens(text)).toBe(true);
  await revoke(id, true);
  expect(await keep(text)).toBeUndefined();
  expect(await opens(text)).toBe(false);
  await expect(keep('marea_x')).rejects.toThrow('is no key');
});

describe('the snapshot', () => {
  const seed = Buffer.alloc(32, 9).toString('base64');
  const publish = () => publishKeys(services.sql, services.objects, seed);
  const stored = async (): Promise<KeySnapshot> =>
    unsealed((await services.objects.read(SNAPSHOT_ADDRESS)).toString(), verifyingKey(verifyingHalf(seed)));
  const put = (text: string) => services.objects.put(SNAPSHOT_ADDRESS, text);
  const asTables = async () => ({ ...(await validKeys(services.sql)), made: expect.any(String) });

  test('is made where there is none, and left alone while it fits', async () => {
    expect(await isPublished(services.sql, services.objects, seed)).toBe(false);
    expect(await publish()).toBe(true);
    const { made } = await stored();
    expect(await isPublished(services.sql, services.objects, seed)).toBe(true);
    expect(await publish()).toBe(false);
    expect((await stored()).made).toBe(made);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['stale', async () => create()],
    ['damaged', async () => put('{"payload": "{}"')],
    [
      'signed by somebody else',
      async () => put(sealed(await stored(), signingKey(Buffer.alloc(32, 1).toString('base64')))),
    ],
    ['of other keys', async () => put(sealed({ ...(await stored()), keys: [] }, signingKey(seed)))],
    ['of a key that has expired since', async () => expire((await create()).id)],
  ])('%s is mended', async (_, spoil) => {
    await create({ name: 'kept' });
    await publish();
    await spoil();
    expect(await publish()).toBe(true);
    expect(await stored()).toEqual(await asTables());
    expect((await stored()).keys.map(({ name }) => name)).toContain('kept');
    expect(await publish()).toBe(false);
  });

  test('of tables that were brought back from a backup has a number that nobody has seen', async () => {
    await create();
    await publish();
    const { serial } = await stored();
    await services.sql`update marea.key_snapshot set serial = 1`;
    expect(await publish()).toBe(true);
    expect((await stored()).serial).toBeGreaterThan(serial);
    expect(await stored()).toEqual(await asTables());
  });

  test('of many changes at once is in the end that of the last', async () => {
    await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        await create({ name: `at once ${i}` });
        await publish();
      }),
    );
    expect((await stored()).keys).toHaveLength(8);
    expect(await stored()).toEqual(await asTables());
  });

  test('where the store does not answer, is not taken for one that is missing', async () => {
    const away = {
      read: () => Promise.reject(new Error('away')),
      put: () => Promise.reject(new Error('written')),
    };
    await expect(publishKeys(services.sql, away, seed)).rejects.toThrow('away');
  });
});
