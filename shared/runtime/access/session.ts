/**
 * Who has signed in with a browser: an encrypted cookie, and no state on the server. What somebody may is looked up at
 * each request: a key that is revoked, or a grant that is taken back, ends what its sessions may.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export interface KeySession {
  readonly kind: 'key';
  readonly key: string;
  /** SHA-256 of its secret, hexadecimal. */
  readonly hash: string;
}

export type Session = { /** Seconds since 1970. */ readonly expires: number } & (
  | KeySession
  | {
      readonly kind: 'person';
      readonly subject: string;
      readonly name: string;
      readonly email: string | undefined;
      readonly groups: readonly string[];
    }
);

/** `__Host-` would need https, which loopback has not. */
export const SESSION_COOKIE = 'marea_session';
export const SESSION_SECONDS = 8 * 3600;
/** Browsers take cookies of up to 4096 bytes, name and attributes included. */
const LONGEST = 3800;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Sealer {
  /** @throws when it is too long for a cookie: somebody of very many groups */
  seal(value: unknown): string;
  /** @returns undefined for what nobody here has sealed */
  open(text: string): unknown;
}

/** AES-256-GCM under a key of its own for each purpose. @param secret at least 32 bytes, base64 */
export function sealer(secret: string, purpose: string): Sealer {
  const key = Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64'), '', `marea ${purpose}`, 32));
  return {
    seal(value) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([
        nonce,
        cipher.update(JSON.stringify(value)),
        cipher.final(),
        cipher.getAuthTag(),
      ]);
      const text = sealed.toString('base64url');
      if (text.length > LONGEST) throw new Error('a session is too long for a cookie');
      return text;
    },
    open(text) {
      const sealed = Buffer.from(text, 'base64url');
      if (text.length > LONGEST || sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        }).setAuthTag(sealed.subarray(-TAG_BYTES));
        const plain = Buffer.concat([
          decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)),
          decipher.final(),
        ]);
        return JSON.parse(plain.toString());
      } catch {
        return undefined;
      }
    },
  };
}

/** What a cookie holds, while it lasts. */
export function sessionIn(sealer: Sealer, cookie: string, now = Date.now()): Session | undefined {
  const session = sealer.open(cookie) as Session | undefined;
  return session && session.expires * 1000 > now ? session : undefined;
}

/** The value of a cookie in a `Cookie` header (RFC 6265, section 4.2). */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  const start = `${name}=`;
  return header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length);
}

/** @param seconds that it lasts; 0 takes it away */
export function setCookie(
  name: string,
  value: string,
  { seconds, secure, sameSite = 'Strict', path = '/' }: CookieOptions,
): string {
  const parts = [
    `${name}=${value}`,
    `Path=${path}`,
    `Max-Age=${seconds}`,
    'HttpOnly',
    `SameSite=${sameSite}`,
  ];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}

interface CookieOptions {
  readonly seconds: number;
  /** Sent by https alone. */
  readonly secure: boolean;
  /** Lax where another site leads back here: at the end of signing in at an issuer. */
  readonly sameSite?: 'Strict' | 'Lax';
  readonly path?: string;
}
