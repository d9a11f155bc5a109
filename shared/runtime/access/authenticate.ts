/** Who asks, by whatever credential a request carries. */
import { ANYBODY, type Principal } from '../../access/principal.ts';
import type { HttpRequest } from '../http/http.ts';

/** @throws HttpError 401 for a credential that is none */
export function authenticate(_: HttpRequest): Principal {
  return ANYBODY;
}
