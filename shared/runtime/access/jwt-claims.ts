/** What a JSON Web Token says of itself, before anybody has checked it: only to know whom to ask. */
import { decodeJwt, type JWTPayload } from 'jose';

const FORM = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** A longer one is no credential: headers of that size are refused elsewhere, too. */
const LONGEST = 16 * 1024;

/** @returns undefined for what is no JWT */
export function unprovenClaims(token: string): JWTPayload | undefined {
  if (token.length > LONGEST || !FORM.test(token)) return undefined;
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}
