/** Refusals as MLflow's clients understand them: a code, and a message. A code decides what the client raises. */
import type { Refused } from '../../shared/runtime/function.ts';
import { type Answer, HttpError, json } from '../../shared/runtime/http/http.ts';

/** With the statuses that MLflow answers them with: a name that is taken is 400, not 409. */
const STATUS = {
  BAD_REQUEST: 400,
  INVALID_PARAMETER_VALUE: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  RESOURCE_DOES_NOT_EXIST: 404,
  ENDPOINT_NOT_FOUND: 404,
  INVALID_STATE: 500,
  RESOURCE_CONFLICT: 409,
  REQUEST_LIMIT_EXCEEDED: 429,
  INTERNAL_ERROR: 500,
  TEMPORARILY_UNAVAILABLE: 503,
} as const;
export type Code = keyof typeof STATUS;

/** To throw. */
export const refusal = (code: Code, message: string): HttpError =>
  new HttpError(STATUS[code], message, { error_code: code });
export const invalid = (message: string): HttpError => refusal('INVALID_PARAMETER_VALUE', message);
export const absent = (message: string): HttpError => refusal('RESOURCE_DOES_NOT_EXIST', message);
export const taken = (message: string): HttpError => refusal('RESOURCE_ALREADY_EXISTS', message);

/** What says no code of its own: a path that is none, a role that is missing, a store that is away. */
const BY_STATUS: Readonly<Record<number, Code>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'ENDPOINT_NOT_FOUND',
  405: 'ENDPOINT_NOT_FOUND',
  409: 'RESOURCE_CONFLICT',
  413: 'BAD_REQUEST',
  415: 'INVALID_PARAMETER_VALUE',
  422: 'INVALID_PARAMETER_VALUE',
  429: 'REQUEST_LIMIT_EXCEEDED',
  503: 'TEMPORARILY_UNAVAILABLE',
};

/** What MLflow answers otherwise. */
const INSTEAD: Readonly<Record<number, number>> = { 405: 404, 415: 400, 422: 400 };

export function asMlflow({ status, message, fields }: Refused): Answer {
  const code = fields.error_code ?? BY_STATUS[status] ?? 'INTERNAL_ERROR';
  return json({ error_code: code, message }, INSTEAD[status] ?? status);
}
