/**
 * Pages of other origins (CORS, as the Fetch standard has it). A function that browsers call answers those origins that
 * `CORS_ORIGINS` names; without it none. Credentials are never allowed: who may ask says so in a header.
 */
import type { Answer, HttpHandler, HttpRequest } from './http.ts';

/** Every origin, or those of the list. */
export type Origins = '*' | readonly string[];

/** What pages may send beside what is always allowed. */
const SENT =
  'content-type, content-encoding, authorization, x-api-key, traceparent, tracestate, x-request-id, inference-header-content-length';
/** What they may read. */
const READ = 'x-request-id, inference-header-content-length';
/** Browsers ask again at the latest after so long; Chromium takes no more. */
const MAX_AGE_SECONDS = '7200';

/** @param origins read at each request: undefined allows none, and changes nothing */
export function crossOrigin(handle: HttpHandler, origins: () => Origins | undefined): HttpHandler {
  return async (request) => {
    const answer = await handle(request);
    const allowed = origins();
    if (allowed === undefined) return answer;
    const headers = headersFor(request, allowed);
    if (isPreflight(request) && answer.status === 405)
      return { status: 204, headers: { ...headers, ...preflightHeaders(answer) } };
    return { ...answer, headers: { ...answer.headers, ...headers } };
  };
}

const isPreflight = ({ method, headers }: HttpRequest): boolean =>
  method === 'OPTIONS' &&
  headers.origin !== undefined &&
  headers['access-control-request-method'] !== undefined;

/** Caches have to know that the answer is another for another origin. */
function headersFor(
  { headers: { origin } }: HttpRequest,
  allowed: Origins,
): Readonly<Record<string, string>> {
  const exposed = { 'access-control-expose-headers': READ };
  if (allowed === '*') return { 'access-control-allow-origin': '*', ...exposed };
  if (origin === undefined || !allowed.includes(origin)) return { vary: 'Origin' };
  return { 'access-control-allow-origin': origin, vary: 'Origin', ...exposed };
}

/** The router has refused OPTIONS, and said what the path takes. */
const preflightHeaders = ({ headers }: Answer): Readonly<Record<string, string>> => ({
  'access-control-allow-methods': headers?.allow ?? '',
  'access-control-allow-headers': SENT,
  'access-control-max-age': MAX_AGE_SECONDS,
});
