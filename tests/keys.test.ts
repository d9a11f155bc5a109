/** API keys from the command line to what all functions read, on a started platform. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSecretOf, parseKeyText } from '../shared/access/key-text.ts';
import { SNAPSHOT_ADDRESS } from '../shared/access/publish.ts';
import { type KnownKey, unsealed, verifyingHalf, verifyingKey } from '../shared/access/snapshot.ts';
import { run } from './beds/stand-in.ts';
import { startTestPlatform, type TestPlatform } from './platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
}, 120_000);
afterAll(() => platform?.stop());

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
  const [key] = await known();
  expect(key).toMatchObject({ name: 'ann', roles: ['admin'], datasets: '*', expires: null });
  expect(isSecretOf(parseKeyText(out.trim())?.secret ?? '', key?.hash ?? '')).toBe(true);
});
