/**
 * A word of the console for somebody who asks a predictor through it: who that is, signed, for one Service and a minute.
 * A browser's session means something to the console alone, and nobody's key is passed on.
 */
import { type KeyObject, sign, verify } from 'node:crypto';
import type { Principal } from './principal.ts';
import { isRole } from './roles.ts';

export interface Word {
  readonly principal: Principal;
  /** Name of the Service that it is for: no other takes it. */
  readonly audience: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

export const WORD_PREFIX = 'marea-word.';
/** What is signed begins with it: nothing else that is signed with this key does. */
const PURPOSE = 'marea word\n';

/** @param key of ACCESS_SIGNING_KEY @returns a credential, as it is sent */
export function wordFor(word: Word, key: KeyObject): string {
  const payload = Buffer.from(JSON.stringify(word));
  return `${WORD_PREFIX}${payload.toString('base64url')}.${sign(null, signed(payload), key).toString('base64url')}`;
}

/** @param key of ACCESS_VERIFY_KEY @returns undefined for what nobody who may has signed */
export function readWord(text: string, key: KeyObject): Word | undefined {
  const [payload = '', signature = '', ...rest] = text.slice(WORD_PREFIX.length).split('.');
  const bytes = Buffer.from(payload, 'base64url');
  if (rest.length > 0 || !verify(null, signed(bytes), key, Buffer.from(signature, 'base64url')))
    return undefined;
  const { principal, ...word } = JSON.parse(bytes.toString('utf8')) as Word;
  // A later release may have roles that this one does not know: they give nothing here.
  return { ...word, principal: { ...principal, roles: principal.roles.filter(isRole) } };
}

const signed = (payload: Buffer): Buffer => Buffer.concat([Buffer.from(PURPOSE), payload]);
