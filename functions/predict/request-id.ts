/**
 * Each row that is answered has an id, by which its true outcome can be told later. A request of one row has one id for
 * both; the rows of a larger one are `<id>-<row>`, from 0. What the caller gave is kept.
 */
import { randomUUID } from 'node:crypto';
import { HttpError, type HttpRequest } from '../../shared/runtime/http/http.ts';

/** Of a row, as the log takes it. */
export const ID_LENGTH = 64;
/** Of a request, with room for the number of a row. */
const REQUEST_ID_LENGTH = 58;
const HEADER = /^[A-Za-z0-9][A-Za-z0-9._:-]*$/;
const PRINTABLE = /^[\x20-\x7e]+$/;

/** The caller's own x-request-id where it is sane (a proxy may have set it), else a new one. */
export function requestIdOf({ headers }: Pick<HttpRequest, 'headers'>): string {
  return callersId(headers) ?? randomUUID();
}

/** The x-request-id, where it is sane. */
export function callersId(headers: HttpRequest['headers']): string | undefined {
  const given = headers['x-request-id'];
  const isSane = typeof given === 'string' && given.length <= REQUEST_ID_LENGTH && HEADER.test(given);
  return isSane ? given : undefined;
}

/** The `id` in the body of an inference request. @throws HttpError 400 for one that no feedback could name */
export function idInBody(id: unknown): string | undefined {
  if (id === undefined || id === null || id === '') return undefined;
  if (typeof id === 'string' && id.length <= REQUEST_ID_LENGTH && PRINTABLE.test(id)) return id;
  throw new HttpError(400, `"id" must be a text of at most ${REQUEST_ID_LENGTH} printable ASCII characters`);
}

/** Whether it may be the id of a row or of a request. */
export const isId = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= ID_LENGTH && PRINTABLE.test(value);

/** @param row from 0, of so many rows of the request */
export const rowId = (requestId: string, row: number, rows: number): string =>
  rows === 1 ? requestId : `${requestId}-${row}`;

/** The request and the number of the row, if it is the id of a row of several. */
export function partsOf(id: string): { readonly requestId: string; readonly row: number } | undefined {
  const [, requestId, row] = /^(.+)-(0|[1-9]\d{0,5})$/.exec(id) ?? [];
  return requestId === undefined ? undefined : { requestId, row: Number(row) };
}
