/** Passing a request on to a pod: a stream for clients, whole for events. */
import { type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { Pod } from './pod.ts';

/** Between this connection and the next only (RFC 9110, 7.6.1). */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The headers that go on, from raw name and value pairs, so that case and repetition stay. */
function endToEnd(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] as string;
    if (!hopByHop.has(name.toLowerCase())) kept.push(name, raw[i + 1] as string);
  }
  return kept;
}

/**
 * Streams a client's request to the pod and the answer back. Resolves when the answer is through, or the client has
 * gone; a pod that dies before it answers is a 502, one that takes too long a 504.
 * @returns false when the connection to the pod broke
 */
export function forwardStream(
  pod: Pod,
  timeoutMs: number,
  path: string,
  from: IncomingMessage,
  to: ServerResponse,
  extraHeaders: readonly string[] = [],
): Promise<boolean> {
  return new Promise((resolve) => {
    const outgoing = request({
      host: '127.0.0.1',
      port: pod.port,
      agent: pod.agent,
      method: from.method,
      path,
      headers: withoutBodyLength(from, [...endToEnd(from.rawHeaders), ...extraHeaders]) as never,
    });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      outgoing.destroy();
    }, timeoutMs);
    const done = (isSound: boolean): void => {
      clearTimeout(timer);
      resolve(isSound);
    };
    const failed = (error: Error): void => {
      if (!to.headersSent && !to.destroyed) {
        const why = late
          ? `no answer within ${timeoutMs / 1000} s`
          : `${pod.name} did not answer: ${error.message}`;
        answerError(to, late ? 504 : 502, why);
        from.resume();
      } else to.destroy();
      done(late || to.destroyed);
    };
    outgoing.on('error', failed);
    outgoing.on('response', (incoming) => {
      to.writeHead(
        incoming.statusCode ?? 502,
        incoming.statusMessage,
        endToEnd(incoming.rawHeaders) as never,
      );
      pipeline(incoming, to, () => done(true));
    });
    to.on('close', () => {
      if (to.writableFinished) return;
      outgoing.destroy();
      done(true);
    });
    // Without a body there is nothing to stream: end at once, one turn of the event loop earlier.
    if (hasBody(from)) from.pipe(outgoing);
    else outgoing.end();
  });
}

const hasBody = (message: IncomingMessage): boolean =>
  message.headers['transfer-encoding'] !== undefined || Number(message.headers['content-length'] ?? 0) > 0;

/** Node frames the body anew where its length is not known. */
function withoutBodyLength(from: IncomingMessage, headers: string[]): string[] {
  return from.headers['transfer-encoding'] === undefined
    ? headers
    : [...headers, 'transfer-encoding', 'chunked'];
}

export function answerError(to: ServerResponse, status: number, message: string): void {
  const body = JSON.stringify({ error: message });
  to.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  }).end(body);
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer to an event is small; what is longer is cut off here. */
const MAX_ANSWER = 1024 * 1024;

/** POSTs a whole body and reads the whole answer. @throws when the connection fails, or the time is over. */
export function post(
  target: {
    readonly host: string;
    readonly port: number;
    readonly path: string;
    readonly agent?: Pod['agent'];
  },
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  timeoutMs: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        ...target,
        method: 'POST',
        headers: { ...headers, 'content-length': String(body.length) },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size <= MAX_ANSWER) chunks.push(chunk);
        });
        incoming.on('end', () => {
          clearTimeout(timer);
          resolve({
            status: incoming.statusCode ?? 502,
            headers: incoming.headers,
            body: Buffer.concat(chunks),
          });
        });
        incoming.on('error', failed);
      },
    );
    const failed = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    const timer = setTimeout(() => {
      outgoing.destroy(new Timeout(`no answer within ${timeoutMs / 1000} s`));
    }, timeoutMs);
    outgoing.on('error', failed);
    outgoing.end(body);
  });
}

export class Timeout extends Error {
  override readonly name = 'Timeout';
}
