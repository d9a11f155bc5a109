/** An OpenID Connect issuer for tests: discovery, keys, and the code flow with PKCE, for one person who always agrees. */
import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface TestIssuer {
  readonly url: string;
  /** As the browser would: asks for the authorization. @returns where it is led back to */
  agree(authorization: string): Promise<string>;
  /** A token for an API. */
  token(claims?: Readonly<Record<string, unknown>>): Promise<string>;
  stop(): Promise<void>;
}

const HOUR = 3600;

export async function startIssuer(person: Readonly<Record<string, unknown>>): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }] };
  const codes = new Map<string, URLSearchParams>();
  let url = '';

  const signed = (claims: Readonly<Record<string, unknown>>): Promise<string> =>
    new SignJWT({ iss: url, ...person, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + HOUR)
      .sign(privateKey);

  const configuration = () => ({
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
  });

  async function exchange(form: URLSearchParams): Promise<{ status: number; body: unknown }> {
    const asked = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const fits =
      asked?.get('code_challenge') === challenge && asked.get('redirect_uri') === form.get('redirect_uri');
    if (!asked || !fits) return { status: 400, body: { error: 'invalid_grant' } };
    const id = await signed({ aud: asked.get('client_id'), nonce: asked.get('nonce') });
    return { status: 200, body: { access_token: randomUUID(), token_type: 'bearer', id_token: id } };
  }

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    if (pathname === '/authorize') {
      const code = randomUUID();
      codes.set(code, searchParams);
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      back.search = new URLSearchParams({ code, state: searchParams.get('state') ?? '' }).toString();
      return response.writeHead(302, { location: back.href }).end();
    }
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const answer =
      pathname === '/token'
        ? await exchange(new URLSearchParams(text))
        : { status: 200, body: pathname === '/keys' ? keys : configuration() };
    response
      .writeHead(answer.status, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer.body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    agree: async (authorization) => {
      const { headers } = await fetch(authorization, { redirect: 'manual' });
      return headers.get('location') ?? '';
    },
    token: (claims = {}) => signed(claims),
    stop: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
