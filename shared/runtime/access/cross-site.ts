/** Whether a browser sends a request for a page of another site, which its person may know nothing of. */
import type { HttpRequest } from '../http/http.ts';
import { forbidden } from './refusal.ts';

/** @throws HttpError 403 */
export function refuseCrossSite({ headers }: Pick<HttpRequest, 'headers'>): void {
  const site = headers['sec-fetch-site'];
  const hosts = [headers.host, headers['x-forwarded-host']];
  const { origin } = headers;
  const foreign = origin !== undefined && !hosts.some((host) => host && originIs(origin, String(host)));
  if (foreign || (site !== undefined && site !== 'same-origin' && site !== 'none'))
    throw forbidden('site', `a page of ${origin ?? 'another site'} may not change anything here`);
}

function originIs(origin: string, host: string): boolean {
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
