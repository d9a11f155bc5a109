/** The key that a command shows, whatever it asks, and what it says of a refusal. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type StandIn, startStandIn } from '../../tests/beds/stand-in.ts';
import { clientOf } from './client.ts';
import { keyOf } from './credential.ts';

const folder = mkdtempSync(join(tmpdir(), 'marea-key-'));
const KEY = `marea_abcdefghijkl_${'s'.repeat(43)}`;
const fileOf = (text: string): string => {
  const file = join(folder, 'key');
  writeFileSync(file, text);
  return file;
};

let marea: StandIn;
beforeAll(async () => {
  marea = await startStandIn();
});
beforeEach(() => {
  marea.clear();
  vi.stubEnv('MAREA_KEY', '');
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => {
  marea.stop();
  rmSync(folder, { recursive: true });
});

describe('a key is taken', () => {
  test('from the variable, or from a file, which is preferred; else there is none', () => {
    expect(keyOf({})).toBeUndefined();
    vi.stubEnv('MAREA_KEY', ` ${KEY}\n`);
    expect(keyOf({})).toBe(KEY);
    expect(keyOf({ 'key-file': fileOf('another-token\n') })).toBe('another-token');
  });

  test('from what `npm run key` leaves in a file, its own lines above', () => {
    const file = fileOf(`\n> marea@0.1.0 key\n> exec node scripts/key.ts create\n\n${KEY}\n`);
    expect(keyOf({ 'key-file': file })).toBe(KEY);
  });

  test('from no file that has none', () => {
    for (const text of ['', 'two words', 'two\nlines'])
      expect(() => keyOf({ 'key-file': fileOf(text) })).toThrow('there is no key in');
    expect(() => keyOf({ 'key-file': join(folder, 'none') })).toThrow('cannot be read');
  });
});

test('it is shown with each request', async () => {
  const client = clientOf({ to: marea.url, 'key-file': fileOf(KEY) }, []);
  marea.replies['GET /x'] = [200, {}];
  marea.replies['POST /x'] = [200, {}];
  marea.replies['PUT /x'] = [201, {}];
  marea.replies['POST /ingest'] = [202];
  await client.get('/x');
  await client.post('/x', {});
  await client.put('/x', () => Readable.from(['body']), 4);
  await client.postEvent({ 'ce-id': '1' }, '{}');
  expect(marea.calls.map(({ headers }) => headers.authorization)).toEqual(Array(4).fill(`Bearer ${KEY}`));
});

test('a refusal says what to do, and never the key', async () => {
  const refused = async (status: number, key?: string) => {
    marea.replies['GET /x'] = [status, { error: 'no' }];
    const options = key === undefined ? {} : { 'key-file': fileOf(key) };
    return await clientOf({ to: marea.url, ...options }, [])
      .get('/x')
      .catch((error: Error) => error.message);
  };
  expect(await refused(401)).toMatch(
    /^no \(401 for \/x\)\. A key is needed: set MAREA_KEY, or --key-file FILE/,
  );
  expect(await refused(401, KEY)).toMatch(
    /^no \(401 for \/x\)\. The key that was shown .* is not valid here/,
  );
  expect(await refused(403, KEY)).toContain('Another key may do');
  expect(await refused(422, KEY)).toBe('no (422 for /x)');
  expect(await refused(401, KEY)).not.toContain(KEY);
});
