import { expect, test } from 'vitest';
import { encrypted } from './encrypted.ts';

test('is what madmin makes of the same secret, salt and nonce', () => {
  const random = { salt: Buffer.alloc(32, 7), nonce: Buffer.from('0102030405060708', 'hex') };
  const body = Buffer.from('{"accessKey":"functions"}');
  // By github.com/secure-io/sio-go 0.3.1 and golang.org/x/crypto/pbkdf2, put together as in madmin's EncryptData.
  const expected =
    `${'07'.repeat(32)}020102030405060708` +
    'bf38f064db3158e5da6fa97476d975051dc2d81f656889b8d2a876212664ac65dbe33af66e07199c5c';
  expect(encrypted('root password', body, random).toString('hex')).toBe(expected);
});

test('differs each time', () => {
  const body = Buffer.from('{}');
  expect(encrypted('secret', body).equals(encrypted('secret', body))).toBe(false);
});

test('more than a fragment is refused', () => {
  expect(() => encrypted('secret', Buffer.alloc(16_384))).toThrow('16384 bytes');
});
