import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sealed, signingKey, unsealed, verifyingKey } from '../../shared/access/snapshot.ts';
import { signingSecrets } from './signing.ts';

const data = mkdtempSync(join(tmpdir(), 'marea-signing-'));
afterAll(() => rmSync(data, { recursive: true }));
const file = join(data, 'signing-key');

test('a signing key is made once, for its owner alone, and what checks it is another Secret', () => {
  const secrets = signingSecrets(data);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { ACCESS_SIGNING_KEY = '' } = secrets['marea-signing'] ?? {};
  expect(readFileSync(file, 'utf8')).toBe(ACCESS_SIGNING_KEY);
  const text = sealed({ serial: 4, made: '', keys: [] }, signingKey(ACCESS_SIGNING_KEY));
  const { ACCESS_VERIFY_KEY = '', ...more } = secrets['marea-access'] ?? {};
  expect(unsealed(text, verifyingKey(ACCESS_VERIFY_KEY)).serial).toBe(4);
  expect(more).toEqual({});
  expect(signingSecrets(data)).toEqual(secrets);
});

test('a file that holds something else is no key', () => {
  writeFileSync(file, 'short');
  expect(() => signingSecrets(data)).toThrow('holds no signing key');
});
