/** How the body of a request is read: the row of a route names it, and what does not fit is refused here. */
import type { Readable } from 'node:stream';
import { parseJson } from '../../formats/json.ts';
import { essenceOf } from '../../formats/media-type.ts';
import { textOf } from './charset.ts';
import { BODY_LIMIT, HttpError, type HttpRequest } from './http.ts';

/** What a handler gets by the name in its row. */
export interface Bodies {
  /** Any JSON. It has to be declared as such, which no page of another site can without being asked first. */
  readonly json: unknown;
  /** A JSON object, declared as such; {} for none. */
  readonly object: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
  /** As it arrives and without a bound: for uploads that are passed on. */
  readonly stream: Readable;
}

/** @throws HttpError 413 for what is larger than `limit` bytes, 415 for another type or charset, 400 for what is malformed */
export const readers: {
  readonly [B in keyof Bodies]: (
    request: HttpRequest,
    limit: number | undefined,
  ) => Bodies[B] | Promise<Bodies[B]>;
} = {
  json: async (request, limit) => parsed(await declaredText(request, limit)),
  object: readObject,
  bytes: (request, limit) => request.body(limit),
  stream: (request) => request.stream,
};

async function readObject(
  request: HttpRequest,
  limit: number = BODY_LIMIT,
): Promise<Readonly<Record<string, unknown>>> {
  const text = await declaredText(request, limit);
  const value = text.trim() === '' ? {} : parsed(text);
  if (!isObject(value)) throw new HttpError(400, 'the body must be a JSON object');
  return value;
}

async function declaredText(request: HttpRequest, limit: number | undefined): Promise<string> {
  const type = request.headers['content-type'];
  if (!isJsonType(type)) throw notDeclared(type, 'application/json');
  return textOf(await request.body(limit), type);
}

export const isJsonType = (type = ''): boolean => /^application\/([^/]+\+)?json$/.test(essenceOf(type));

/** @param expected types, for the message */
export function notDeclared(type: string | undefined, expected: string): HttpError {
  const found = type === undefined ? 'there is no content-type' : `content-type is "${type.slice(0, 100)}"`;
  return new HttpError(415, `${found}, expected ${expected}`);
}

/** The types that a form has, and a page may send anywhere without being asked (Fetch: a CORS-safelisted request). */
const OF_FORMS = new Set(['text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded']);

/** For what reads no body: who sends one of a form has not meant this. @throws HttpError 415 */
export function refuseForm({ method, headers }: HttpRequest): void {
  if (method === 'GET' || method === 'HEAD') return;
  const type = headers['content-type'];
  if (type !== undefined && OF_FORMS.has(essenceOf(type))) throw notDeclared(type, 'no body');
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws HttpError 400 for what is no JSON */
export function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new HttpError(400, `the body is not JSON: ${(cause as Error).message}`);
  }
}
