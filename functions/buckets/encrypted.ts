/**
 * What MinIO's admin API takes in place of plain JSON: the body encrypted under the caller's own secret key, in the
 * form of madmin's EncryptData with its PBKDF2 variant (salt | id | nonce | one sealed fragment of a sio stream).
 */
import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';

const PBKDF2_AES_GCM = 0x02;
const ROUNDS = 8192;
/** Data of one fragment; a sio stream has more of them for more. */
const FRAGMENT_BYTES = 16 * 1024;
/** Marks the last fragment of a stream. */
const LAST = 0x80;

/**
 * @param secret of the key that signs the request
 * @param random salt (32 bytes) and nonce (8 bytes)
 * @throws when the body does not fit into one fragment
 */
export function encrypted(
  secret: string,
  body: Buffer,
  random: { readonly salt: Buffer; readonly nonce: Buffer } = {
    salt: randomBytes(32),
    nonce: randomBytes(8),
  },
): Buffer {
  if (body.length >= FRAGMENT_BYTES)
    throw new Error(`${body.length} bytes for MinIO's admin API, expected less than ${FRAGMENT_BYTES}`);
  const { salt, nonce } = random;
  const key = pbkdf2Sync(secret, salt, ROUNDS, 32, 'sha256');
  // The first number of the stream seals what belongs to it but is not sent: here nothing, its tag remains.
  const tag = seal(key, numbered(nonce, 0), Buffer.alloc(0), Buffer.alloc(0));
  const fragment = seal(key, numbered(nonce, 1), body, Buffer.concat([Buffer.of(LAST), tag]));
  return Buffer.concat([salt, Buffer.of(PBKDF2_AES_GCM), nonce, fragment]);
}

function numbered(nonce: Buffer, number: number): Buffer {
  const whole = Buffer.alloc(12);
  nonce.copy(whole);
  whole.writeUInt32LE(number, 8);
  return whole;
}

function seal(key: Buffer, nonce: Buffer, plain: Buffer, associated: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associated);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}
