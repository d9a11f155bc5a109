/**
 * Whether a browser sends a request for a page of another site, which its person may know nothing of. Whose pages may is
 * told by the configuration: the host that a request names is what whoever sends it says.
 */
import { configuration } from '../configuration.ts';
import type { HttpRequest } from '../http/http.ts';
import { forbidden } from './refusal.ts';

/** @throws HttpError 403 */
export function refuseCrossSite({ headers }: Pick<HttpRequest, 'headers'>): void {
  const { origin, 'sec-fetch-site': site } = headers;
  const isOwn =
    origin === undefined
      ? site === undefined || site === 'same-origin' || site === 'none'
      : isAllowed(origin);
  if (isOwn) return;
  throw forbidden(
    'site',
    `a page of ${origin?.slice(0, 200) ?? 'another site'} may not change anything here (CONSOLE_URL says where the console is)`,
  );
}

function isAllowed(origin: string): boolean {
  const { ACCESS, CONSOLE_URL } = configuration();
  if (CONSOLE_URL !== undefined && origin === new URL(CONSOLE_URL).origin) return true;
  return ACCESS === 'loopback' && isLoopback(origin);
}

/** Of this machine, on any port: RFC 6761 keeps `localhost` and what is below it for that. */
function isLoopback(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return /^(127\.0\.0\.1|\[::1\]|([a-z0-9-]+\.)*localhost)$/.test(hostname);
}
