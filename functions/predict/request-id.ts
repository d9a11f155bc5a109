/** Each prediction has an id, by which its true outcome can be reported later. */
import { randomUUID } from 'node:crypto';
import type { HttpRequest } from '../../shared/runtime/http.ts';

/** Rows of a batch get `<id>-<number>`; the log takes 64 characters. */
const SANE = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,54}$/;

/** The caller's own x-request-id where it is sane, else a new one. */
export function requestIdOf({ headers }: HttpRequest): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SANE.test(given) ? given : randomUUID();
}
