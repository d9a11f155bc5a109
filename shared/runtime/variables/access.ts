/** The kinds of variables that say who may call: grants, and an issuer of tokens. */
import { type Grant, parseGrants } from '../../access/grants.ts';
import type { Variable } from './kinds.ts';

export const grants = (
  description: string,
): Variable<readonly Grant[]> & { readonly otherwise: readonly Grant[] } => ({
  description,
  expected: 'lines of who, roles and data sets (shared/access/grants.ts)',
  otherwise: [],
  read: (given) => {
    const parsed = parsedGrants(given);
    return typeof parsed === 'string' ? undefined : parsed;
  },
  complaint: (given) => String(parsedGrants(given)),
});

/** @returns what is wrong, in words, when something is */
function parsedGrants(text: string): Grant[] | string {
  try {
    return parseGrants(text);
  } catch (error) {
    return (error as Error).message;
  }
}

/** Its keys are believed: by https, or on this machine. */
export const issuer = (description: string): Variable<string> & { readonly otherwise: undefined } => ({
  description,
  expected: 'a URL that begins with https:// (http:// on this machine alone)',
  otherwise: undefined,
  read: (given) => {
    if (!URL.canParse(given)) return undefined;
    const { protocol, hostname } = new URL(given);
    const isHere = hostname === 'localhost' || hostname === '127.0.0.1';
    return protocol === 'https:' || (protocol === 'http:' && isHere) ? given : undefined;
  },
});
