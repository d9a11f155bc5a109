/**
 * One HTTP request by node:http. `fetch` sends no Host header of its own and trusts no given authority; and a quarter of
 * a megabyte of events is sent many times a second, for which it takes five times the CPU.
 */
import http from 'node:http';
import https from 'node:https';
import { shown } from './access/platform-header.ts';
import { configuration } from './configuration.ts';

export interface SendOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Certificates of who may have signed the server's, PEM; the usual ones when it is not given. */
  readonly ca?: string | undefined;
  /** Until the whole answer is there. */
  readonly timeoutMs: number;
  /** To a broker, a Service or a pod of the platform: it carries what the embedded one asks of its own. */
  readonly within?: boolean;
  /** Bytes of an answer; default 16 MiB. */
  readonly limit?: number;
}

export interface Received {
  readonly status: number;
  readonly text: string;
}

const ANSWER_LIMIT = 16 * 1024 * 1024;
const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };

/** @throws when there is no whole answer within the time; a redirect is an answer, and not followed */
export async function send(url: string | URL, options: SendOptions): Promise<Received> {
  const signal = AbortSignal.timeout(options.timeoutMs);
  try {
    return await once(new URL(url), options, signal);
  } catch (error) {
    if (signal.aborted) throw new NoAnswer(options.timeoutMs);
    // The other side had closed a connection that was kept, as it may at any moment: once more, on another one.
    if (!(error instanceof ClosedConnection)) throw error;
    return await once(new URL(url), options, signal);
  }
}

export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs / 1000} s`);
  }
}

class ClosedConnection extends Error {}

function once(
  url: URL,
  { method = 'GET', headers, body, ca, within = false, limit = ANSWER_LIMIT }: SendOptions,
  signal: AbortSignal,
): Promise<Received> {
  const secure = url.protocol === 'https:';
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const token = within ? shown(configuration().PLATFORM_TOKEN) : {};
  return new Promise((resolve, reject) => {
    const request = (secure ? https : http).request(url, {
      method,
      agent: secure ? agents.https : agents.http,
      headers: { ...headers, ...length, ...token },
      ca,
      signal,
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      const wasClosed = request.reusedSocket && error.code === 'ECONNRESET';
      reject(wasClosed ? new ClosedConnection(error.message, { cause: error }) : error);
    });
    request.on('response', (response) => {
      textOf(response, limit).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
    });
    request.end(body);
  });
}

async function textOf(response: http.IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw new Error(`the answer is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
