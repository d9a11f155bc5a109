/** How the body of a request is read: the row of a route names it, and what does not fit is refused here. */
import type { Readable } from 'node:stream';
import { parseJson } from '../../formats/json.ts';
import { textOf } from './charset.ts';
import { BODY_LIMIT, HttpError, type HttpRequest } from './http.ts';

/** What a handler gets by the name in its row. */
export interface Bodies {
  /** Any JSON, however it is declared: `curl -d` declares a form. */
  readonly json: unknown;
  /** A JSON object; {} for none. It has to be declared as JSON, which no form of another site can. */
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
  json: async (request, limit) => parsed(textOf(await request.body(limit), request.headers['content-type'])),
  object: readObject,
  bytes: (request, limit) => request.body(limit),
  stream: (request) => request.stream,
};

async function readObject(
  request: HttpRequest,
  limit: number = BODY_LIMIT,
): Promise<Readonly<Record<string, unknown>>> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\b/i.test(type))
    throw new HttpError(415, `content-type is "${type}", expected application/json`);
  const text = textOf(await request.body(limit), type);
  const value = text.trim() === '' ? {} : parsed(text);
  if (!isObject(value)) throw new HttpError(400, 'the body must be a JSON object');
  return value;
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
