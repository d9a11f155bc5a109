/** HTTP as handlers see it: a request with a bounded body, an answer as a value; no socket needed to test one. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { NOBODY, type Principal } from '../../access/principal.ts';
import { packed } from './compressed.ts';
import { codingOf, unpacked } from './content-coding.ts';
import { isUnderWay, writeBeforeTheEnd } from './early-answer.ts';
import { gathered } from './gathered.ts';
import { heldBytes, type Share, SMALL, UNCOUNTED } from './held-bytes.ts';
import { HttpError } from './http-error.ts';

export { HttpError } from './http-error.ts';

export interface HttpRequest {
  /** Who asks: nobody, until the route was found and its caller admitted. */
  principal: Principal;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Of the other end of the connection, which may be a proxy; undefined where there is none. */
  readonly address: string | undefined;
  /**
   * The whole body, its content coding undone.
   * @throws HttpError 413 over `limit` bytes (default 8 MiB), sent or unpacked; 415, 400 for a coding that cannot be undone
   */
  body(limit?: number): Promise<Buffer>;
  /** The body as it arrives, unbounded and in its coding: for uploads that are passed on. */
  readonly stream: Readable;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
}

export type HttpHandler = (request: HttpRequest) => Promise<Answer> | Answer;

/** Bytes of a body, where a route says nothing else. */
export const BODY_LIMIT = 8 * 1024 * 1024;
const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

export function json(value: unknown, status = 200): Answer {
  return jsonText(JSON.stringify(value), status);
}

/** What is JSON already. */
export function jsonText(body: string, status = 200): Answer {
  return { status, headers: JSON_HEADERS, body };
}

export const empty = (status: number): Answer => ({ status });

/** What functions-framework, Express or node:http hand over: the first two parse the body, the last does not. */
export type IncomingRequest = IncomingMessage & { rawBody?: Buffer };

/** @param response when it is over, nothing of the request is held any more */
export function requestFrom(incoming: IncomingRequest, response?: ServerResponse): HttpRequest {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  return {
    principal: NOBODY,
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    get query() {
      return new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
    },
    headers: incoming.headers,
    get address() {
      return incoming.socket?.remoteAddress;
    },
    // The stock host has undone the coding of what it read.
    body: (limit = BODY_LIMIT) =>
      incoming.rawBody ? bounded(incoming.rawBody, limit) : decodedBody(incoming, limit, response),
    get stream() {
      return incoming.rawBody ? Readable.from([incoming.rawBody]) : incoming;
    },
  };
}

/** Writes the answer; a stream is piped with backpressure, what is large packed where the client takes that. */
export async function writeAnswer(response: ServerResponse, answer: Answer): Promise<void> {
  const { status, headers, body } = answer;
  const small = packed(answer, response.req.headers);
  if (small) {
    response.writeHead(status, small.headers);
    await pipeline(small.body, small.packer, response);
    return;
  }
  if (body instanceof Readable) {
    response.writeHead(status, headers);
    await pipeline(body, response);
    return;
  }
  const length = body === undefined ? 0 : Buffer.byteLength(body);
  const known = status === 204 || status === 304 ? headers : { ...headers, 'content-length': String(length) };
  if (isUnderWay(response.req)) return await writeBeforeTheEnd(response, { status, headers: known, body });
  response.writeHead(status, known);
  response.end(body);
}

async function bounded(body: Buffer, limit: number): Promise<Buffer> {
  if (body.length > limit) throw tooLarge(limit);
  return body;
}

/** Of all requests of this process. */
const held = heldBytes();

async function decodedBody(
  incoming: IncomingMessage,
  limit: number,
  response: ServerResponse | undefined,
): Promise<Buffer> {
  const coding = codingOf(incoming.headers['content-encoding']);
  let share: Share | undefined;
  const shared = (): Share => {
    share ??= shareUntilEndOf(response);
    return share;
  };
  const body = await readBody(incoming, limit, shared);
  if (!coding) return body;
  const whole = await unpacked(body, coding, limit);
  if (whole.length > SMALL) shared().add(whole.length);
  return whole;
}

function shareUntilEndOf(response: ServerResponse | undefined): Share {
  if (!response) return UNCOUNTED;
  const share = held.share();
  response.once('close', share.letGo);
  return share;
}

function readBody(incoming: IncomingMessage, limit: number, shared: () => Share): Promise<Buffer> {
  if (Number(incoming.headers['content-length'] ?? 0) > limit) return Promise.reject(tooLarge(limit));
  return new Promise((resolve, reject) => {
    const pieces = gathered();
    let length = 0;
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      pieces.add(chunk);
      const room = length > SMALL && length <= limit ? shared().take(chunk.length) : undefined;
      if (length > limit) giveUp(tooLarge(limit));
      else if (room) goOnWith(room);
    };
    const giveUp = (error: Error): void => {
      // The rest is for whoever writes the answer.
      incoming.off('data', take).pause();
      pieces.forget();
      reject(error);
    };
    const goOnWith = (room: Promise<void>): void => {
      incoming.pause();
      room.then(() => incoming.resume(), giveUp);
    };
    incoming.on('data', take);
    incoming.on('end', () => resolve(pieces.whole()));
    incoming.on('error', reject);
    incoming.on('aborted', () => reject(new HttpError(400, 'the request ended before its body did')));
  });
}

const tooLarge = (limit: number): HttpError => new HttpError(413, `the body is larger than ${limit} bytes`);
