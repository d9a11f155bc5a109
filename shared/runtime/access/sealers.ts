/** What cookies of this platform are encrypted with: derived from its signing key, which the console has. */
import { required } from '../configuration.ts';
import { type Sealer, sealer } from './session.ts';

let sessions: Sealer | undefined;
let signIns: Sealer | undefined;

export function sessionSealer(): Sealer {
  sessions ??= sealer(required('ACCESS_SIGNING_KEY'), 'session');
  return sessions;
}

/** For what is kept while somebody is at the issuer. */
export function signInSealer(): Sealer {
  signIns ??= sealer(required('ACCESS_SIGNING_KEY'), 'sign-in');
  return signIns;
}
