/** What a person says who wants a version in production. */
import type { Principal } from '../../shared/access/principal.ts';
import { TRAFFIC } from '../../shared/events/types.ts';
import type { Wish } from '../../shared/runtime/asking/version.ts';
import { HttpError } from '../../shared/runtime/http/http.ts';
import { authorIn, type Fields, isForced, reasonIn } from './fields.ts';

/** @throws HttpError 422 naming what is wrong */
export function wishIn(version: number, fields: Fields, principal: Principal): Wish {
  const reason = reasonIn(fields, 'it');
  const by = authorIn(fields, principal);
  if (by === TRAFFIC) throw new HttpError(422, `by says who wants it, and not "${TRAFFIC}"`);
  return { version, reason, by, force: isForced(fields) };
}
