/** Tokens of an OpenID Connect issuer: signature, issuer, audience and time are checked here, with the keys that it publishes. */
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { HttpError } from '../http/http-error.ts';
import { logger } from '../log.ts';
import { send } from '../send.ts';

export interface Issuer {
  /** As the tokens name it. */
  readonly url: string;
  readonly audience: string;
  /** The claim with the names of somebody's groups. */
  readonly groupsClaim: string;
}

/** Who somebody is by a token. */
export interface Person {
  /** `sub`: what never changes, and nobody else has. */
  readonly subject: string;
  /** E-mail address where the issuer has verified it, else a name. */
  readonly name: string;
  readonly email: string | undefined;
  readonly groups: readonly string[];
  /** Seconds since 1970. */
  readonly expires: number;
}

export interface OidcTokens {
  /** @returns undefined for one that is not valid @throws HttpError 503 when the issuer's keys cannot be had */
  personOf(token: string): Promise<Person | undefined>;
}

/** Signed with a private key: with a shared secret, or not at all, is not enough. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const TOLERANCE_SECONDS = 30;
const TIMEOUT_MS = 5_000;
const MOST_GROUPS = 1000;

export function oidcTokens(issuer: Issuer): OidcTokens {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  // Looked up at the first token. What failed is tried again with the next one.
  const keysOf = (): Promise<JWTVerifyGetKey> => {
    keys ??= remoteKeys(issuer).catch((error: Error) => {
      keys = undefined;
      throw error;
    });
    return keys;
  };
  return {
    personOf: async (token) => {
      try {
        const { payload } = await jwtVerify(token, await keysOf(), {
          issuer: issuer.url,
          audience: issuer.audience,
          algorithms: ALGORITHMS,
          clockTolerance: TOLERANCE_SECONDS,
          requiredClaims: ['sub', 'exp'],
        });
        return personIn(payload, issuer.groupsClaim);
      } catch (error) {
        if (isRefusal(error)) return undefined;
        logger().warn({ error: (error as Error).message }, 'the keys of the OIDC issuer could not be had');
        throw new HttpError(503, 'the keys of the OIDC issuer cannot be had now, try again');
      }
    },
  };
}

/** What is wrong with a token, rather than with the way to the issuer. */
function isRefusal(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return false;
  return error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC';
}

/** OpenID Connect Discovery 1.0, section 4: where the keys are is in the issuer's configuration. */
async function remoteKeys({ url }: Issuer): Promise<JWTVerifyGetKey> {
  const address = `${url.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { status, text } = await send(address, { timeoutMs: TIMEOUT_MS, limit: 1024 * 1024 });
  if (status !== 200) throw new Error(`${address} answered ${status}`);
  const { issuer, jwks_uri: keys } = JSON.parse(text) as { issuer?: unknown; jwks_uri?: unknown };
  if (issuer !== url) throw new Error(`${address} is of the issuer "${String(issuer)}"`);
  if (typeof keys !== 'string') throw new Error(`${address} names no jwks_uri`);
  return createRemoteJWKSet(new URL(keys), { timeoutDuration: TIMEOUT_MS, cooldownDuration: 30_000 });
}

/** As claims say it, of an ID token or an access token that is a JWT. */
export function personIn(claims: JWTPayload, groupsClaim: string): Person {
  const { sub = '', exp = 0, email, email_verified: verified, preferred_username: username, name } = claims;
  const address = typeof email === 'string' && verified === true ? email.toLowerCase() : undefined;
  const groups = claims[groupsClaim];
  const named = [address, username, name].find((text) => typeof text === 'string' && text !== '');
  return {
    subject: sub,
    name: String(named ?? sub).slice(0, 200),
    email: address,
    groups: Array.isArray(groups)
      ? groups.filter((group): group is string => typeof group === 'string').slice(0, MOST_GROUPS)
      : [],
    expires: exp,
  };
}
