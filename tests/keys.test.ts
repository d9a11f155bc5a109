/** API keys from the command line to what all functions read, on a started platform. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSecretOf, parseKeyText } from '../shared/access/key-text.ts';
import { SNAPSHOT_ADDRESS } from '../shared/access/publish.ts';
import { type KnownKey, unsealed, verifyingHalf, verifyingKey } from '../shared/access/snapshot.ts';
import { run } from './beds/stand-in.ts';
import { eventually, startTestPlatform, type TestPlatform } from './platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
}, 120_000);
afterAll(() => platform?.stop());

const keyFile = (): string => join(platform.data, 'ann.key');

/** As each function verifies it. */
async function known(): Promise<readonly KnownKey[]> {
  const seed = readFileSync(join(platform.data, 'signing-key'), 'utf8');
  const text = (await platform.objects.read(SNAPSHOT_ADDRESS)).toString();
  return unsealed(text, verifyingKey(verifyingHalf(seed))).keys;
}

test('the first key is one of an admin: it is told once, and functions know it when it is told', async () => {
  const early = await run(platform.url, 'key', [
    'create',
    '--name',
    'ci',
    '--role',
    'caller',
    '--dataset',
    'tiny',
  ]);
  expect(early).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('the first key has to have role admin'),
  });
  const { code, out } = await run(platform.url, 'key', ['create', '--name', 'ann', '--role', 'admin']);
  expect([code, out]).toEqual([0, expect.stringMatching(/^marea_\w{12}_[\w-]{43}\n$/)]);
  writeFileSync(keyFile(), out);
  const [key] = await known();
  expect(key).toMatchObject({ name: 'ann', roles: ['admin'], datasets: '*', expires: null });
  expect(isSecretOf(parseKeyText(out.trim())?.secret ?? '', key?.hash ?? '')).toBe(true);
});

test('from then on each request needs one, and the commands show it', async () => {
  const without = async () => (await fetch(`${platform.url}/api/datasets`)).status;
  await eventually(async () => (await without()) === 401, 'the refusal of who shows no key');
  const refused = await run(platform.url, 'key', ['list']);
  expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringContaining('A key is needed') });
  const listed = await run(platform.url, 'key', ['list', '--key-file', keyFile()]);
  expect(listed).toMatchObject({ code: 0, out: expect.stringMatching(/\bann +admin +all data sets\b/) });
  const verified = await run(platform.url, 'audit', ['verify', '--key-file', keyFile()]);
  expect(verified).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^1 rows, whole; the last is 1:[0-9a-f]{64}$/m),
  });
});

test('a key that was made a moment ago is taken at once, also by a function that has read the list before', async () => {
  const asked = async (key: string) => {
    const headers = { authorization: `Bearer ${key}` };
    return (await fetch(`${platform.url}/services/predict-tiny/values/district`, { headers })).status;
  };
  const [ann = ''] = /^marea_\S+$/m.exec(readFileSync(keyFile(), 'utf8')) ?? [];
  const known = await asked(ann);
  const made = await run(platform.url, 'key', [
    ...['create', '--name', 'bob', '--role', 'viewer', '--dataset', 'tiny'],
    ...['--key-file', keyFile()],
  ]);
  expect(made.code).toBe(0);
  const [bob = ''] = /^marea_\S+$/m.exec(made.out) ?? [];
  expect([401, 403]).not.toContain(known);
  expect(await asked(bob)).toBe(known);
});
