/** The credential that a request carries, as text, wherever it stands. What it is worth, the kinds of credential say. */
import type { IncomingHttpHeaders } from 'node:http';
import { configuration } from '../configuration.ts';
import { refused, unauthorised } from './refusal.ts';
import { cookieIn, SESSION_COOKIE } from './session.ts';
import { SESSION_PREFIX } from './signed-in.ts';

/** @returns undefined for none. @throws HttpError 401 for what cannot be read, 400 for two that differ */
export function credentialIn(headers: IncomingHttpHeaders): string | undefined {
  const one = inAuthorization(headers);
  const other = inApiKey(headers);
  if (one !== undefined && other !== undefined && one !== other)
    throw refused(400, 'several', 'the request carries two credentials that differ: send one');
  return one ?? other ?? inCookie(headers);
}

/** A browser sends it with everything, so that whatever else is shown comes before it. */
function inCookie({ cookie }: IncomingHttpHeaders): string | undefined {
  const session = cookie === undefined ? undefined : cookieIn(cookie, SESSION_COOKIE);
  return session && configuration().ACCESS_SIGNING_KEY !== undefined ? SESSION_PREFIX + session : undefined;
}

const SCHEME = /^(bearer|basic) +([^ ]+) *$/i;

/** Bearer, or Basic with any name of a user: what speaks of passwords alone sends the credential as one. */
function inAuthorization({ authorization }: IncomingHttpHeaders): string | undefined {
  if (!authorization) return undefined;
  const [, scheme, value] = SCHEME.exec(authorization) ?? [];
  if (scheme === undefined || value === undefined)
    throw unauthorised(
      'malformed',
      'authorization is neither "Bearer <key>" nor Basic with the key as password',
    );
  return scheme.length === 'bearer'.length ? value : passwordIn(value);
}

/** RFC 7617: a user's name has no colon. */
function passwordIn(value: string): string {
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) throw unauthorised('malformed', 'Basic authorization has no password: it is the key');
  return text.slice(colon + 1);
}

function inApiKey(headers: IncomingHttpHeaders): string | undefined {
  const given = headers['x-api-key'];
  return (Array.isArray(given) ? given.join() : given)?.trim() || undefined;
}
