/** API keys: known by the hash of their secret, from the snapshot of those that are valid. */
import { timingSafeEqual } from 'node:crypto';
import { hashOf, type KeyText, parseKeyText } from '../../access/key-text.ts';
import type { Principal } from '../../access/principal.ts';
import type { Kind } from './kind.ts';
import type { KnownKeys } from './known-keys.ts';
import { unauthorised } from './refusal.ts';

/** No secret has this hash. */
const NO_HASH = Buffer.alloc(32);

export const apiKey = (known: () => KnownKeys | Promise<KnownKeys>, now = Date.now): Kind => ({
  recognises: (text) => text.startsWith('marea_'),
  principalOf(text) {
    const key = parseKeyText(text);
    if (!key)
      throw unauthorised('malformed', 'this is no whole API key: it is marea_, 12 characters, _ and 43 more');
    const keys = known();
    return keys instanceof Promise
      ? keys.then((all) => holderOf(key, all, now()))
      : holderOf(key, keys, now());
  },
});

/** An id that nobody has takes as long as a wrong secret, and is told in the same words. */
function holderOf({ id, secret }: KeyText, { byId }: KnownKeys, at: number): Principal {
  const key = byId.get(id);
  const isRight = timingSafeEqual(hashOf(secret), key?.hash ?? NO_HASH);
  if (!key || !isRight)
    throw unauthorised('unknown', 'this API key is not valid here: it was revoked, or never made');
  if (!(at < key.expiresAt))
    throw unauthorised(
      'expired',
      `the API key ${key.principal.name} has expired: make another, or rotate it`,
    );
  return key.principal;
}
