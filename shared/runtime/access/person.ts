/** People of an OpenID Connect issuer, as credentials: by a token of theirs, or by the session that came of signing in. */
import type { Principal } from '../../access/principal.ts';
import { configuration } from '../configuration.ts';
import { granted } from './granted.ts';
import { unprovenClaims } from './jwt-claims.ts';
import type { Kind } from './kind.ts';
import type { OidcTokens, Person } from './oidc.ts';
import { unauthorised } from './refusal.ts';

let tokens: Promise<OidcTokens> | undefined;

/** What checks them is loaded with the first token: most functions never see one. */
async function checking(url: string, audience: string): Promise<OidcTokens> {
  const { oidcTokens } = await import('./oidc.ts');
  return oidcTokens({ url, audience, groupsClaim: configuration().OIDC_GROUPS_CLAIM });
}

function issuerTold(): { readonly url: string; readonly audience: string } | undefined {
  const { OIDC_ISSUER: url, OIDC_AUDIENCE, OIDC_CLIENT_ID } = configuration();
  const audience = OIDC_AUDIENCE ?? OIDC_CLIENT_ID;
  return url !== undefined && audience !== undefined ? { url, audience } : undefined;
}

export const personToken: Kind = {
  recognises(text) {
    const issuer = issuerTold();
    return issuer !== undefined && unprovenClaims(text)?.iss === issuer.url;
  },
  async principalOf(text) {
    const issuer = issuerTold();
    if (issuer) tokens ??= checking(issuer.url, issuer.audience);
    const person = await (await tokens)?.personOf(text);
    if (!person)
      throw unauthorised('unknown', 'this token is not valid here: it has expired, or is for something else');
    return principalOf(person);
  },
};

/** @throws HttpError 403 for somebody who is granted nothing */
export function principalOf({ subject, name, email, groups }: Omit<Person, 'expires'>): Principal {
  const names = [
    `user:${subject}`,
    ...(email ? [`user:${email}`] : []),
    ...groups.map((group) => `group:${group}`),
  ];
  return granted(
    { subject: `user:${subject}`, name },
    names,
    `${name} has no role here: neither the person nor a group of theirs is granted one`,
  );
}
