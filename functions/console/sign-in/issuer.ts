/** Signing in at an OpenID Connect issuer: authorization code with PKCE (RFC 7636), by openid-client. */
import * as client from 'openid-client';
import type { Person } from '../../../shared/runtime/access/oidc.ts';
import { personIn } from '../../../shared/runtime/access/oidc.ts';
import { HttpError } from '../../../shared/runtime/http/http.ts';
import { logger } from '../../../shared/runtime/log.ts';

export interface IssuerSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** Of a confidential client. */
  readonly clientSecret: string | undefined;
  readonly groupsClaim: string;
  /** Where the issuer leads back to: registered there. */
  readonly redirect: string;
}

/** What has to come back: kept in a cookie of the browser meanwhile. */
export interface Pending {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

export interface SignInIssuer {
  /** Where the browser goes, and what is to be kept until it comes back. */
  begin(): Promise<{ readonly url: string; readonly pending: Pending }>;
  /** @param back the address with which the browser came back @throws HttpError 401 when it is not what was begun */
  end(back: URL, pending: Pending): Promise<Person>;
}

const TIMEOUT_SECONDS = 10;

export function signInIssuer(settings: IssuerSettings): SignInIssuer {
  let found: Promise<client.Configuration> | undefined;
  const configuration = (): Promise<client.Configuration> => {
    found ??= discovered(settings).catch((error: Error) => {
      found = undefined;
      logger().warn({ error: error.message }, 'the OIDC issuer could not be asked');
      throw new HttpError(503, 'the issuer cannot be asked now, try again');
    });
    return found;
  };
  return {
    async begin() {
      const pending = {
        verifier: client.randomPKCECodeVerifier(),
        state: client.randomState(),
        nonce: client.randomNonce(),
      };
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: settings.redirect,
        scope: 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
        state: pending.state,
        nonce: pending.nonce,
      });
      return { url: url.href, pending };
    },
    async end(back, { verifier, state, nonce }) {
      const checks = {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      };
      const tokens = await client
        .authorizationCodeGrant(await configuration(), back, checks)
        .catch((error: Error) => {
          if (error instanceof HttpError) throw error;
          logger().warn({ error: error.message }, 'a sign-in at the issuer was refused');
          throw new HttpError(401, 'the issuer did not confirm the sign-in: begin again');
        });
      const claims = tokens.claims();
      if (!claims) throw new HttpError(401, 'the issuer told nobody’s name: begin again');
      return personIn(claims, settings.groupsClaim);
    },
  };
}

async function discovered({ issuer, clientId, clientSecret }: IssuerSettings): Promise<client.Configuration> {
  const url = new URL(issuer);
  // On this machine alone: the variable takes no other http.
  const execute = url.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  const authentication = clientSecret === undefined ? client.None() : client.ClientSecretPost(clientSecret);
  return await client.discovery(url, clientId, clientSecret, authentication, {
    execute,
    timeout: TIMEOUT_SECONDS,
  });
}
