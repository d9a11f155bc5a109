/**
 * A piece of a backup as it lies at its place: packed where that helps, encrypted when there is a key, and named by what
 * is in it, so that the same content lies there once, and another is told from it.
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

/** A piece, or a manifest, is not what was put there, or the key is another. */
export class Damaged extends Error {
  override readonly name = 'Damaged';
}

export interface Sealing {
  /** Whether pieces are encrypted. */
  readonly secret: boolean;
  /** 64 hexadecimal digits; under a key nobody without it can tell what content has which name. */
  nameOf(content: Uint8Array): string;
  seal(name: string, content: Uint8Array): Promise<Buffer>;
  /** @throws Damaged when it is not the content of that name */
  open(name: string, sealed: Buffer): Promise<Buffer>;
}

const KEY_BYTES = 32;
const NONCE = 12;
const TAG = 16;
/** First byte of what is sealed, before it is encrypted. */
const PLAIN = 0;
const PACKED = 1;
/** Packed is kept when it is smaller by a twentieth: else it is only slower to read. */
const WORTH = 0.95;

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** @param key 32 bytes in base64; without one, content is readable by whoever reads the place. @throws for another length */
export function sealingWith(key: string | undefined): Sealing {
  if (key === undefined) return sealing((content) => createHash('sha256').update(content).digest('hex'));
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== KEY_BYTES) throw new Error(`the key of a backup is ${KEY_BYTES} bytes in base64`);
  // Keys for different ends must not be the same (RFC 5869).
  const derived = (end: string): Buffer =>
    Buffer.from(hkdfSync('sha256', bytes, '', `marea backup ${end}`, KEY_BYTES));
  const [naming, encrypting] = [derived('names'), derived('content')];
  return sealing((content) => createHmac('sha256', naming).update(content).digest('hex'), encrypting);
}

function sealing(nameOf: Sealing['nameOf'], key?: Buffer): Sealing {
  return {
    secret: key !== undefined,
    nameOf,
    async seal(name, content) {
      const body = await packed(content);
      return key ? encrypted(key, name, body) : body;
    },
    async open(name, sealed) {
      const content = await unpacked(key ? decrypted(key, name, sealed) : sealed, name);
      if (nameOf(content) !== name) throw new Damaged(`${name} is not what was put there`);
      return content;
    },
  };
}

async function packed(content: Uint8Array): Promise<Buffer> {
  const small = await pack(content, { level: 1 });
  const [kind, body] = small.length < WORTH * content.length ? [PACKED, small] : [PLAIN, content];
  return Buffer.concat([Buffer.of(kind), body]);
}

async function unpacked(body: Buffer, name: string): Promise<Buffer> {
  const content = body.subarray(1);
  if (body[0] === PLAIN) return content;
  try {
    if (body[0] === PACKED) return await unpack(content);
  } catch (cause) {
    throw new Damaged(`${name} cannot be unpacked: ${(cause as Error).message}`, { cause });
  }
  throw new Damaged(`${name} is no piece of a backup`);
}

/** AES-256-GCM with a nonce at random; the name is authenticated with it, so that no piece passes for another. */
function encrypted(key: Buffer, name: string, body: Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
  return Buffer.concat([nonce, cipher.update(body), cipher.final(), cipher.getAuthTag()]);
}

function decrypted(key: Buffer, name: string, sealed: Buffer): Buffer {
  if (sealed.length < NONCE + TAG) throw new Damaged(`${name} is cut off`);
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE))
    .setAAD(Buffer.from(name))
    .setAuthTag(sealed.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
  } catch (cause) {
    throw new Damaged(`${name} cannot be opened: it was changed, or the key is another`, { cause });
  }
}
