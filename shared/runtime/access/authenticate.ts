/** Who asks, by whatever credential a request carries. */
import { ANYBODY, type Principal } from '../../access/principal.ts';
import { configuration } from '../configuration.ts';
import type { HttpRequest } from '../http/http.ts';
import { HttpError } from '../http/http-error.ts';
import { addressOf } from './address.ts';
import { apiKeys } from './api-key.ts';
import { credentialIn } from './credential.ts';
import { countFailures } from './failures.ts';
import type { Kind } from './kind.ts';
import type { KnownKeys } from './known-keys.ts';
import { personToken } from './person.ts';
import { knownKeys, processKeys } from './process-keys.ts';
import { refused, unauthorised } from './refusal.ts';
import { serviceAccount } from './service-account.ts';
import { signedIn } from './signed-in.ts';
import { wordOfConsole } from './word.ts';

const keys = apiKeys(processKeys);
/** The first that recognises a credential says whose it is. */
const kinds: readonly Kind[] = [keys, signedIn(processKeys), serviceAccount, wordOfConsole, personToken];
const failures = countFailures();

/**
 * Asked for each prediction: allocates nothing where all is well.
 * @throws HttpError 401 for a credential that is none, or for none where one is needed; 429 for one of too many; 400
 * for two that differ; 503 when it cannot be told
 */
export function authenticate(request: HttpRequest): Principal | Promise<Principal> {
  const { authorization, 'x-api-key': other } = request.headers;
  const before = authorization && other === undefined ? keys.shownBefore(authorization) : undefined;
  return before ?? lookedAt(request);
}

function lookedAt(request: HttpRequest): Principal | Promise<Principal> {
  let principal: Principal | Promise<Principal> | undefined;
  try {
    const text = credentialIn(request.headers);
    principal = text === undefined ? undefined : holderOf(text);
  } catch (error) {
    throw answerTo(error, request);
  }
  if (principal === undefined) return withoutCredential();
  if (!(principal instanceof Promise)) return principal;
  return principal.catch((error: unknown) => {
    throw answerTo(error, request);
  });
}

function holderOf(text: string): Principal | Promise<Principal> {
  for (const kind of kinds) if (kind.recognises(text)) return kind.principalOf(text);
  throw unauthorised('malformed', 'this is no credential that is taken here: an API key begins with marea_');
}

/** On a platform of one's own machine everybody is let in, until there is a key. */
function withoutCredential(): Principal | Promise<Principal> {
  if (configuration().ACCESS === 'required') throw noCredential();
  const known = knownKeys();
  return known instanceof Promise ? known.then(openWithout) : openWithout(known);
}

function openWithout(known: KnownKeys): Principal {
  if (isOpen(known)) return ANYBODY;
  throw noCredential();
}

const isOpen = ({ byId }: KnownKeys): boolean => byId.size === 0;

/** Whether nobody is let in who shows nothing: for what tells callers how to ask. */
export async function asksForCredentials(): Promise<boolean> {
  return configuration().ACCESS === 'required' || !isOpen(await knownKeys());
}

const noCredential = (): HttpError =>
  unauthorised('none', 'this needs a credential: an API key as "Authorization: Bearer <key>"');

/** Who shows wrong ones again and again has to wait. */
function answerTo(error: unknown, request: HttpRequest): unknown {
  if (!(error instanceof HttpError) || error.status !== 401) return error;
  const seconds = failures.add(addressOf(request));
  if (seconds === 0) return error;
  const message = `too many wrong credentials from this address: try again in ${seconds} s`;
  return refused(429, 'slowed', message, { 'retry-after': String(seconds) });
}
