/** The session of somebody who has signed in with a browser, as a credential. */
import type { Principal } from '../../access/principal.ts';
import { configuration } from '../configuration.ts';
import type { Kind } from './kind.ts';
import type { KeySource, KnownKeys } from './known-keys.ts';
import { principalOf } from './person.ts';
import { unauthorised } from './refusal.ts';
import { sessionSealer } from './sealers.ts';
import { type KeySession, sessionIn } from './session.ts';

/** What stands before a session where a credential is a text. */
export const SESSION_PREFIX = 'session:';

/** Only a function that has what sessions are encrypted with takes them: the console. */
export const signedIn = (source: KeySource): Kind => ({
  recognises: (text) => text.startsWith(SESSION_PREFIX) && configuration().ACCESS_SIGNING_KEY !== undefined,
  async principalOf(text) {
    const session = sessionIn(sessionSealer(), text.slice(SESSION_PREFIX.length));
    if (!session) throw unauthorised('expired', 'this session is over: sign in again');
    if (session.kind === 'person') return principalOf(session);
    const principal = holderOf(session, await source.current()) ?? holderOf(session, await source.renewed());
    if (!principal) throw unauthorised('unknown', 'the key with which you signed in is valid no more');
    return principal;
  },
});

/** As long as the key is what it was: one that is revoked or rotated ends its sessions. */
function holderOf({ key: id, hash }: KeySession, { byId }: KnownKeys): Principal | undefined {
  const key = byId.get(id);
  if (!key || key.hash.toString('hex') !== hash || Date.now() >= key.expiresAt) return undefined;
  return key.principal;
}
