/** Whether a caller may do what a route does, asked before anything of a request is done. */
import type { Principal } from '../../access/principal.ts';
import { reaches } from '../../access/principal.ts';
import type { HttpRequest } from '../http/http.ts';
import { HttpError } from '../http/http-error.ts';
import { authenticate } from './authenticate.ts';
import { type About, NEEDS, type Needs } from './needs.ts';

export interface Guarded {
  /** Its pattern. */
  readonly route: string;
  readonly needs: Needs;
  readonly about: About | undefined;
}

/** @throws HttpError 401, 403 for who may not; a promise where somebody else has to be asked. Asked for each prediction: it allocates nothing where all is well. */
export function admit(request: HttpRequest, { needs }: Guarded): Principal | Promise<Principal> {
  if (NEEDS[needs].changes) refuseCrossSite(request);
  return authenticate(request);
}

/** For what only the body tells. @throws HttpError 403 */
export function mustReach(principal: Principal, dataset: string): void {
  if (!reaches(principal, dataset))
    throw new HttpError(403, `your roles are not for the data set ${dataset}`);
}

/** @throws HttpError 403 when a browser sends it for a page of another site */
function refuseCrossSite({ headers }: HttpRequest): void {
  const site = headers['sec-fetch-site'];
  const hosts = [headers.host, headers['x-forwarded-host']];
  const { origin } = headers;
  const foreign = origin !== undefined && !hosts.some((host) => host && originIs(origin, String(host)));
  if (foreign || (site !== undefined && site !== 'same-origin' && site !== 'none'))
    throw new HttpError(403, `a page of ${origin ?? 'another site'} may not change anything here`);
}

function originIs(origin: string, host: string): boolean {
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
