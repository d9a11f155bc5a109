/** API keys: known by the hash of their secret, from the snapshot of those that are valid. */
import { timingSafeEqual } from 'node:crypto';
import { hashOf, type KeyText, parseKeyText } from '../../access/key-text.ts';
import type { Principal } from '../../access/principal.ts';
import type { HttpError } from '../http/http-error.ts';
import type { Kind } from './kind.ts';
import type { Key, KeySource, KnownKeys } from './known-keys.ts';
import { unauthorised } from './refusal.ts';
import { shownKeys } from './shown-keys.ts';

/** No secret has this hash. */
const NO_HASH = Buffer.alloc(32);

export interface ApiKeys extends Kind {
  /**
   * Whose a key is that was shown just so a moment ago. Asked for each prediction, so that it looks at nothing but that.
   * @returns undefined for whatever has to be looked at closely
   */
  shownBefore(authorization: string): Principal | undefined;
}

export function apiKeys(source: KeySource, now = Date.now): ApiKeys {
  const shown = shownKeys();

  /** One that is not among the keys may have been made a moment ago, or got this secret then. */
  const lookedFor = async (text: string, key: KeyText): Promise<Principal> => {
    const keys = await source.renewed();
    const found = keyIn(keys, key);
    shown.add(headerOf(text), keys, found ?? null);
    if (!found) throw unknown();
    return holderOf(found, now());
  };
  const principalOf = (text: string, keys: KnownKeys): Principal | Promise<Principal> => {
    const before = shown.find(headerOf(text), keys);
    if (before) return holderOf(before, now());
    if (before === null) throw unknown();
    const key = mustBeWhole(text);
    const found = keyIn(keys, key);
    if (!found) return lookedFor(text, key);
    shown.add(headerOf(text), keys, found);
    return holderOf(found, now());
  };
  return {
    shownBefore(authorization) {
      const keys = source.current();
      if (keys instanceof Promise) return ignored(keys);
      const key = shown.find(authorization, keys);
      return key && now() < key.expiresAt ? key.principal : undefined;
    },
    recognises: (text) => text.startsWith('marea_'),
    principalOf(text) {
      const keys = source.current();
      if (keys instanceof Promise) return keys.then((all) => principalOf(text, all));
      return principalOf(text, keys);
    },
  };
}

/** Whoever looks closely waits for them, and learns what is wrong with them. */
function ignored(keys: Promise<KnownKeys>): undefined {
  keys.catch(() => undefined);
}

/** As nearly all send it. */
const headerOf = (text: string): string => `Bearer ${text}`;

function mustBeWhole(text: string): KeyText {
  const key = parseKeyText(text);
  if (key) return key;
  throw unauthorised('malformed', 'this is no whole API key: it is marea_, 12 characters, _ and 43 more');
}

/** An id that nobody has takes as long as a wrong secret, and is told in the same words. */
function keyIn({ byId }: KnownKeys, { id, secret }: KeyText): Key | undefined {
  const key = byId.get(id);
  return timingSafeEqual(hashOf(secret), key?.hash ?? NO_HASH) ? key : undefined;
}

const unknown = (): HttpError =>
  unauthorised('unknown', 'this API key is not valid here: it was revoked, or never made');

function holderOf({ expiresAt, principal }: Key, at: number): Principal {
  if (at < expiresAt) return principal;
  throw unauthorised('expired', `the API key ${principal.name} has expired: make another, or rotate it`);
}
