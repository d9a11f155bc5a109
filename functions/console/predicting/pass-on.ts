/** Passing a request on to a predictor: the body as it comes, the answer as it comes. */
import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { type Answer, HttpError, type HttpRequest } from '../../../shared/runtime/http/http.ts';
import { credentialFor } from './credential.ts';
import { type Way, wayTo } from './way.ts';

/** A cold start is among it. Without a byte for so long it is given up. */
const IDLE_MS = 120_000;
/** Of a refusal: it is told whole, and the rest of the body is read by nobody. */
const REFUSAL_BYTES = 64 * 1024;
const PASSED = [
  'content-type',
  'content-encoding',
  'content-length',
  'accept',
  'traceparent',
  'x-request-id',
] as const;
const PASSED_BACK = ['content-type', 'retry-after', 'content-disposition'] as const;

export interface Asking {
  readonly dataset: string;
  readonly version: number | undefined;
  /** Of the predictor's: /predict. */
  readonly path: string;
}

/**
 * @param body as it came, not decoded
 * @throws HttpError as wayTo(), and 502 when the predictor cannot be reached
 */
export async function passOn(request: HttpRequest, asking: Asking, body: Readable): Promise<Answer> {
  const way = await wayTo(asking.dataset, asking.version);
  const incoming = await sent(way, request, asking, body).catch((cause: Error) => {
    throw new HttpError(502, `the predictor of ${asking.dataset} did not answer: ${cause.message}`);
  });
  const status = incoming.statusCode ?? 502;
  const headers = only(incoming.headers, PASSED_BACK);
  return { status, headers, body: status < 400 ? incoming : await beginningOf(incoming) };
}

function sent(
  { url, host, query = '' }: Way,
  request: HttpRequest,
  { dataset, path }: Asking,
  body: Readable,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = (url.protocol === 'https:' ? https : http).request(new URL(`${path}?${query}`, url), {
      method: 'POST',
      headers: { ...only(request.headers, PASSED), host, ...credentialFor(request, dataset) },
      timeout: IDLE_MS,
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`nothing came for ${IDLE_MS / 1000} s`)));
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    // Who goes away in the middle ends what was asked for them; a refusal that comes early leaves the rest unread.
    body.once('error', (cause) => outgoing.destroy(cause));
    body.once('close', () => body.readableEnded || outgoing.destroy(new Error('the request ended early')));
    outgoing.once('close', () => body.unpipe(outgoing));
    body.pipe(outgoing);
  });
}

async function beginningOf(incoming: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > REFUSAL_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, REFUSAL_BYTES);
}

function only(headers: http.IncomingHttpHeaders, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, String(value)] as const];
    }),
  );
}
