/** One HTTP request, as `fetch` cannot send it: with a Host header of its own, or to a server of a given authority. */
import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Certificates of who may have signed the server's, PEM; the usual ones when it is not given. */
  readonly ca?: string | undefined;
  readonly timeoutMs: number;
}

export interface Received {
  readonly status: number;
  readonly body: string;
}

/** @throws when nobody answers in time */
export function send(
  url: URL,
  { method = 'GET', headers, body, ca, timeoutMs }: RequestOptions,
): Promise<Received> {
  const over = url.protocol === 'https:' ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const sent = over(
      url,
      { method, headers: { ...headers }, ca, signal: AbortSignal.timeout(timeoutMs) },
      (answer) =>
        textOf(answer).then((text) => resolve({ status: answer.statusCode ?? 0, body: text }), reject),
    );
    sent.on('error', (error) =>
      reject(error.name === 'TimeoutError' ? new Error(`no answer within ${timeoutMs / 1000} s`) : error),
    );
    sent.end(body);
  });
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
