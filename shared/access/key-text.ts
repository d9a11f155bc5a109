/**
 * API keys as text: `marea_<id>_<secret>`. The id is no secret, and names the key wherever it is spoken of; the secret
 * is 32 random bytes, of which the platform keeps SHA-256 alone: what is as random as that needs no slow hash.
 */
import { hash as digest, randomBytes, timingSafeEqual } from 'node:crypto';

const FORM = /^marea_([0-9a-z]{12})_([0-9A-Za-z_-]{43})$/;
const ID_LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

export interface KeyText {
  /** 12 digits and small letters. */
  readonly id: string;
  /** 43 characters of base64url. */
  readonly secret: string;
}

/** @returns undefined for what is no key */
export function parseKeyText(text: string): KeyText | undefined {
  const [, id, secret] = FORM.exec(text) ?? [];
  return id && secret ? { id, secret } : undefined;
}

/**
 * A new key, which nobody can guess.
 * @param id of one that gets a new secret
 * @returns its text is shown once, and kept nowhere
 */
export function makeKeyText(id = newId()): {
  readonly id: string;
  readonly text: string;
  readonly hash: string;
} {
  const secret = randomBytes(32).toString('base64url');
  return { id, text: `marea_${id}_${secret}`, hash: hashOf(secret).toString('hex') };
}

/** 36 of 256 values, each as likely as the other: those of 252 and above are thrown away. */
const newId = (): string =>
  [...randomBytes(64)]
    .filter((byte) => byte < 252)
    .map((byte) => ID_LETTERS[byte % 36])
    .slice(0, 12)
    .join('');

/** SHA-256 of the secret, 32 bytes. Asked for each prediction: at once, and by way of a text, it takes a third of the time. */
export const hashOf = (secret: string): Buffer => Buffer.from(digest('sha256', secret, 'hex'), 'hex');

/** In a time that tells nothing of either. @param hash 64 hexadecimal digits */
export const isSecretOf = (secret: string, hash: string): boolean =>
  timingSafeEqual(hashOf(secret), Buffer.from(hash, 'hex'));
