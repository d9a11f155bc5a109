/** Whether a caller may do what a route does, asked before anything of a request is done. */
import { NOBODY, type Principal, reaches } from '../../access/principal.ts';
import type { HttpRequest } from '../http/http.ts';
import { isForwarded } from './address.ts';
import { authenticate } from './authenticate.ts';
import { refuseCrossSite } from './cross-site.ts';
import { datasetInPath, datasetInQuery, ownDataset } from './named-dataset.ts';
import { type About, NEEDS, type Needs } from './needs.ts';
import { comesThroughPlatform } from './platform-token.ts';
import { forbidden } from './refusal.ts';

export interface Guarded {
  /** Its pattern. */
  readonly route: string;
  readonly needs: Needs;
  readonly about: About | undefined;
}

/** @throws HttpError 401, 403 for who may not; a promise where somebody else has to be asked. Asked for each prediction: it allocates nothing where all is well. */
export function admit(request: HttpRequest, guarded: Guarded): Principal | Promise<Principal> {
  const { needs } = guarded;
  comesThroughPlatform(request);
  if (NEEDS[needs].changes) refuseCrossSite(request);
  if (isForAll(needs, request)) return NOBODY;
  const principal = authenticate(request);
  if (!(principal instanceof Promise)) return permitted(principal, request, guarded);
  return principal.then((found) => permitted(found, request, guarded));
}

/** Probes and events name nobody; whoever collects metrics asks pods themselves, where the network lets few in. */
function isForAll(needs: Needs, request: HttpRequest): boolean {
  if (needs === 'scrape') return !isForwarded(request);
  return typeof NEEDS[needs].roles === 'string';
}

function permitted(principal: Principal, request: HttpRequest, { route, needs, about }: Guarded): Principal {
  mustBeAllowed(principal, needs);
  if (principal.datasets !== '*') mustReachNamed(principal, request, route, about);
  return principal;
}

/** For what only the body tells. @throws HttpError 403 */
export function mustBeAllowed(principal: Principal, needs: Needs): void {
  if (!may(principal, needs)) throw lacking(principal, needs);
}

/** Whether one of its roles will do, for the data sets that it has them for. */
export function may({ roles }: Principal, needs: Needs): boolean {
  const needed: readonly string[] | string = NEEDS[needs].roles;
  if (typeof needed === 'string') return true;
  for (const role of roles) if (needed.includes(role)) return true;
  return false;
}

function lacking({ name, roles }: Principal, needs: Needs) {
  const { roles: needed, to } = NEEDS[needs];
  const any = typeof needed === 'string' ? needed : needed.join(' or ');
  return forbidden('role', `to ${to} needs the role ${any}; ${name} has ${roles.join(', ') || 'none'}`);
}

function mustReachNamed(
  principal: Principal,
  request: HttpRequest,
  route: string,
  about: About | undefined,
): void {
  if (about === 'own') mustReach(principal, ownDataset());
  else if (about === 'path') mustReach(principal, datasetInPath(route, request));
  else if (about === 'query') mustReach(principal, datasetInQuery(request));
  else if (about === 'all')
    throw forbidden('dataset', 'this is about all data sets, and your roles are for some of them');
}

/** For what only the body tells. @throws HttpError 403 */
export function mustReach(principal: Principal, dataset: string): void {
  if (!reaches(principal, dataset))
    throw forbidden('dataset', `your roles are not for the data set "${dataset.slice(0, 100)}"`);
}
