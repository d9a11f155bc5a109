/** Signing in and out of the console. What comes of it is a cookie; who somebody is then, is asked at each request. */
import { hashOf, parseKeyText } from '../../../shared/access/key-text.ts';
import type { Me } from '../../../shared/api/access.ts';
import { authenticate } from '../../../shared/runtime/access/authenticate.ts';
import { sessionSealer, signInSealer } from '../../../shared/runtime/access/sealers.ts';
import {
  cookieIn,
  SESSION_COOKIE,
  SESSION_SECONDS,
  type Session,
  setCookie,
} from '../../../shared/runtime/access/session.ts';
import { configuration } from '../../../shared/runtime/configuration.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import type { Routes } from '../../../shared/runtime/http/router.ts';
import { type Pending, type SignInIssuer, signInIssuer } from './issuer.ts';
import { arrivedPage, signInPage } from './page.ts';

const KEY_BYTES = 4096;
const PENDING_COOKIE = 'marea_signin';
const PENDING_SECONDS = 600;
const PENDING_PATH = '/signin';

export const signInRoutes: Routes = {
  'GET /signin': { needs: 'signIn', handle: showPage },
  'POST /signin': { needs: 'signIn', body: 'bytes', limit: KEY_BYTES, handle: withKey },
  'GET /signin/issuer': { needs: 'signIn', handle: toIssuer },
  'GET /signin/callback': { needs: 'signIn', handle: fromIssuer },
  // A form, though of nothing: its body is read, as one of any other route would be refused.
  'POST /signout': { needs: 'signIn', body: 'bytes', limit: KEY_BYTES, handle: signOut },
  'GET /api/me': { needs: 'describe', about: 'each', handle: me },
};

function showPage({ query }: HttpRequest): Answer {
  return signInPage({ issuer: issuerHost(), to: ownPath(query.get('to')) });
}

/** A path of the console; undefined for what leads anywhere else. */
function ownPath(text: string | null): string | undefined {
  const base = 'http://console.invalid';
  if (!text?.startsWith('/') || text.length > 2000 || !URL.canParse(text, base)) return undefined;
  const { origin, pathname, search } = new URL(text, base);
  return origin === base ? pathname + search : undefined;
}

let made: SignInIssuer | undefined;

function issuer(): SignInIssuer {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_GROUPS_CLAIM, CONSOLE_URL } = configuration();
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID) throw new HttpError(404, 'there is no issuer to sign in at');
  if (!CONSOLE_URL) throw new HttpError(503, 'CONSOLE_URL is not set: the issuer could not lead back');
  made ??= signInIssuer({
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    groupsClaim: OIDC_GROUPS_CLAIM,
    redirect: `${CONSOLE_URL}/signin/callback`,
  });
  return made;
}

function issuerHost(): string | undefined {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, CONSOLE_URL } = configuration();
  return OIDC_ISSUER && OIDC_CLIENT_ID && CONSOLE_URL ? new URL(OIDC_ISSUER).host : undefined;
}

/** By https at the gateway, or at this process itself on loopback. */
const isSecure = ({ headers }: HttpRequest): boolean =>
  headers['x-forwarded-proto'] === 'https' || (configuration().CONSOLE_URL ?? '').startsWith('https:');

function sessionCookie(request: HttpRequest, session: Session): string {
  const sealed = sessionSealer().seal(session);
  return setCookie(SESSION_COOKIE, sealed, { seconds: SESSION_SECONDS, secure: isSecure(request) });
}

const expiry = (): number => Math.floor(Date.now() / 1000) + SESSION_SECONDS;

/** A form of our own page. A wrong key is told there, and slows who tries many as anywhere. */
async function withKey(request: HttpRequest, body: Buffer): Promise<Answer> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded\b/i.test(type))
    throw new HttpError(415, 'expected the form of the page at /signin');
  const form = new URLSearchParams(body.toString('utf8'));
  const to = ownPath(form.get('to'));
  const checked = await checkedKey(request, form.get('key')?.trim() ?? '');
  if ('problem' in checked) return signInPage({ issuer: issuerHost(), to, ...checked });
  const cookie = sessionCookie(request, { kind: 'key', ...checked, expires: expiry() });
  return { status: 303, headers: { location: to ?? '/', 'set-cookie': cookie, 'cache-control': 'no-store' } };
}

type Checked =
  | { readonly key: string; readonly hash: string }
  | { readonly problem: string; readonly status: number };

async function checkedKey(request: HttpRequest, text: string): Promise<Checked> {
  const told = parseKeyText(text);
  if (!told) return { problem: 'This is no API key: one begins with marea_', status: 422 };
  const { authorization: _, cookie: __, ...headers } = request.headers;
  try {
    await authenticate({ ...request, headers: { ...headers, 'x-api-key': text } });
    return { key: told.id, hash: hashOf(told.secret).toString('hex') };
  } catch (error) {
    if (error instanceof HttpError && error.status < 500)
      return { problem: error.message, status: error.status };
    throw error;
  }
}

async function toIssuer(request: HttpRequest): Promise<Answer> {
  const { url, pending } = await issuer().begin();
  const kept = signInSealer().seal({ ...pending, expires: Date.now() + PENDING_SECONDS * 1000 });
  const cookie = setCookie(PENDING_COOKIE, kept, {
    seconds: PENDING_SECONDS,
    secure: isSecure(request),
    // The issuer, another site, leads back here.
    sameSite: 'Lax',
    path: PENDING_PATH,
  });
  return { status: 302, headers: { location: url, 'set-cookie': cookie, 'cache-control': 'no-store' } };
}

async function fromIssuer(request: HttpRequest): Promise<Answer> {
  const signingIn = issuer();
  const kept = signInSealer().open(cookieIn(request.headers.cookie, PENDING_COOKIE) ?? '') as
    | (Pending & { readonly expires: number })
    | undefined;
  const over = {
    issuer: issuerHost(),
    status: 400,
    problem: 'This sign-in was not begun here, or took too long.',
  };
  if (!kept || kept.expires < Date.now()) return signInPage(over);
  const back = new URL(`${configuration().CONSOLE_URL ?? ''}/signin/callback`);
  back.search = request.query.toString();
  try {
    const { subject, name, email, groups, expires: _ } = await signingIn.end(back, kept);
    return arrivedPage(
      sessionCookie(request, { kind: 'person', subject, name, email, groups, expires: expiry() }),
    );
  } catch (error) {
    if (error instanceof HttpError && error.status === 401)
      return signInPage({ ...over, problem: error.message });
    throw error;
  }
}

function signOut(request: HttpRequest): Answer {
  const cookie = setCookie(SESSION_COOKIE, '', { seconds: 0, secure: isSecure(request) });
  return { status: 303, headers: { location: '/signin', 'set-cookie': cookie, 'cache-control': 'no-store' } };
}

function me({ principal: { subject, name, roles, datasets } }: HttpRequest): Answer {
  return json({ subject, name, roles, datasets, open: subject === 'anybody' } satisfies Me);
}
