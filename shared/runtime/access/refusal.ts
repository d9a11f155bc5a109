/** How a caller is turned away: counted by reason, and told in a sentence what is missing; never what was shown. */
import { Counter } from 'prom-client';
import { HttpError } from '../http/http-error.ts';

/** Labels of the metric. */
export type Reason =
  /** No credential at all. */
  | 'none'
  /** Two that differ. */
  | 'several'
  /** Of no form that is taken here. */
  | 'malformed'
  /** Never made here, revoked, or with another secret: one from the other nobody learns. */
  | 'unknown'
  | 'expired'
  | 'role'
  | 'dataset'
  /** From a page of another site. */
  | 'site'
  /** Around the platform. */
  | 'around'
  /** One of the others, from an address that fails too often. */
  | 'slowed';

const refusals = new Counter({
  name: 'marea_access_refusals_total',
  help: 'Requests whose caller was turned away, by reason',
  labelNames: ['reason'] as const,
});

/** @returns what to throw */
export function refused(
  status: number,
  reason: Reason,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpError {
  refusals.inc({ reason });
  return new HttpError(status, message, {}, headers);
}

/** RFC 9110, 11.6.1: both ways in which a key may be sent. */
const CHALLENGE = { 'www-authenticate': 'Bearer realm="marea", Basic realm="marea"' };

/** Nobody knows who asks. */
export const unauthorised = (reason: Reason, message: string): HttpError =>
  refused(401, reason, message, CHALLENGE);

/** It is known who asks, or from where, and that it may not. */
export const forbidden = (reason: Reason, message: string): HttpError => refused(403, reason, message);
