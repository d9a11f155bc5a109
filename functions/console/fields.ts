/** What a person says with a change: why, and who wants it. */
import { ANYBODY, type Principal } from '../../shared/access/principal.ts';
import { isWellFormed } from '../../shared/formats/well-formed.ts';
import { HttpError } from '../../shared/runtime/http/http.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** @param what needs one, for the message. @throws HttpError 422 */
export function reasonIn({ reason }: Fields, what: string): string {
  if (typeof reason !== 'string' || reason.trim() === '' || reason.length > 1000)
    throw new HttpError(422, `${what} needs a reason: {"reason": "..."}, at most 1000 characters`);
  return kept('reason', reason).trim();
}

/**
 * Who wants it: whose credential it is; where none is asked for, whoever the request names.
 * @throws HttpError 422
 */
export function authorIn({ by = 'console' }: Fields, { subject, name }: Principal): string {
  if (typeof by !== 'string' || by.trim() === '' || by.length > 200)
    throw new HttpError(422, 'by says who wants it: at most 200 characters');
  const said = kept('by', by).trim();
  return subject === ANYBODY.subject ? said : name;
}

/** @throws HttpError 422 */
export function isForced({ force = false }: Fields): boolean {
  if (typeof force !== 'boolean') throw new HttpError(422, 'force is true or false');
  return force;
}

/** @throws HttpError 422 for a text that cannot be kept as it is: what was said is not changed */
export function kept(name: string, text: string): string {
  if (isWellFormed(text)) return text;
  throw new HttpError(422, `${name} holds a zero or half a character`);
}
