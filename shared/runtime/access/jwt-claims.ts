/** What a JSON Web Token says of itself, before anybody has checked it: only to know whom to ask. */

const FORM = /^[\w-]+\.([\w-]+)\.[\w-]+$/;
/** A longer one is no credential: headers of that size are refused elsewhere, too. */
const LONGEST = 16 * 1024;

/** @returns undefined for what is no JWT */
export function unprovenClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  const [, payload] = token.length > LONGEST ? [] : (FORM.exec(token) ?? []);
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
