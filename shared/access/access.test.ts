import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hashOf, isSecretOf, makeKeyText, parseKeyText } from './key-text.ts';
import { NOBODY, reaches } from './principal.ts';
import { type KeySnapshot, sealed, signingKey, unsealed, verifyingHalf, verifyingKey } from './snapshot.ts';

describe('an API key', () => {
  test('is marea_, its id, and 32 random bytes; its hash alone is kept', () => {
    const { id, text, hash } = makeKeyText();
    expect(text).toMatch(/^marea_[0-9a-z]{12}_[0-9A-Za-z_-]{43}$/);
    const read = parseKeyText(text);
    expect(read?.id).toBe(id);
    expect(Buffer.from(read?.secret ?? '', 'base64url')).toHaveLength(32);
    expect(isSecretOf(read?.secret ?? '', hash)).toBe(true);
    expect(isSecretOf(parseKeyText(makeKeyText().text)?.secret ?? '', hash)).toBe(false);
  });

  test('is hashed with SHA-256, as anybody can check', () => {
    // FIPS 180-4, appendix B.1
    expect(hashOf('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  test('is nothing else', () => {
    const { text } = makeKeyText();
    for (const wrong of [
      '',
      'marea_',
      `${text}x`,
      text.slice(1),
      ` ${text}`,
      `${text}\n`,
      text.toUpperCase(),
    ])
      expect(parseKeyText(wrong)).toBeUndefined();
  });
});

describe('the snapshot of the keys', () => {
  const seed = Buffer.alloc(32, 7).toString('base64');
  const snapshot: KeySnapshot = {
    serial: 3,
    made: '2026-01-02T03:04:05.000Z',
    keys: [{ id: 'abcdefghijkl', name: 'ci', hash: '00', roles: ['caller'], datasets: '*', expires: null }],
  };

  test('is read by who has the verifying half', () => {
    const text = sealed(snapshot, signingKey(seed));
    expect(unsealed(text, verifyingKey(verifyingHalf(seed)))).toEqual(snapshot);
  });

  test('is signed as RFC 8032 has it', () => {
    // Section 7.1, test 1: this seed has this public key.
    const secret = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
    const known = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
    expect(
      Buffer.from(verifyingHalf(Buffer.from(secret, 'hex').toString('base64')), 'base64').toString('hex'),
    ).toBe(known);
  });

  test('is refused when a byte of it is another, or somebody else has signed it', () => {
    const key = verifyingKey(verifyingHalf(seed));
    const text = sealed(snapshot, signingKey(seed));
    expect(() => unsealed(text.replace('caller', 'admins'), key)).toThrow('signed by somebody else');
    const other = generateKeyPairSync('ed25519').privateKey;
    expect(() => unsealed(sealed(snapshot, other), key)).toThrow('signed by somebody else');
    expect(() => unsealed('{}', key)).toThrow('no payload');
  });

  test('gives no role that is not known', () => {
    const later = { ...snapshot, keys: [{ ...snapshot.keys[0], roles: ['caller', 'emperor'] }] };
    const text = sealed(later as unknown as KeySnapshot, signingKey(seed));
    expect(unsealed(text, verifyingKey(verifyingHalf(seed))).keys[0]?.roles).toEqual(['caller']);
  });
});

test('a principal reaches the data sets that are named, or all', () => {
  expect(reaches({ ...NOBODY, datasets: '*' }, 'realtor')).toBe(true);
  expect(reaches({ ...NOBODY, datasets: ['realtor'] }, 'realtor')).toBe(true);
  expect(reaches({ ...NOBODY, datasets: ['realtor'] }, 'diabetes')).toBe(false);
  expect(reaches(NOBODY, 'realtor')).toBe(false);
});
