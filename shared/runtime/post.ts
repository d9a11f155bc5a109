/**
 * POST by node:http. A quarter of a megabyte of events is sent many times a second, and fetch takes five times the CPU
 * for it.
 */
import http from 'node:http';
import https from 'node:https';

export interface Posted {
  readonly status: number;
  readonly text: string;
}

const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };

/** @throws when there is no whole answer within the time; a redirect is an answer, and not followed */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeoutMs: number,
): Promise<Posted> {
  const bytes = Buffer.from(body);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await postOnce(url, headers, bytes, signal);
  } catch (error) {
    // The other side had closed a connection that was kept, as it may at any moment: once more, on another one.
    if (!(error instanceof ClosedConnection)) throw error;
    return await postOnce(url, headers, bytes, signal);
  }
}

class ClosedConnection extends Error {}

function postOnce(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  signal: AbortSignal,
): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const secure = url.startsWith('https:');
    const request = (secure ? https : http).request(url, {
      method: 'POST',
      agent: secure ? agents.https : agents.http,
      headers: { ...headers, 'content-length': String(body.length) },
      signal,
    });
    const fail = (error: NodeJS.ErrnoException): void => {
      if (signal.aborted) reject(signal.reason);
      else if (request.reusedSocket && error.code === 'ECONNRESET')
        reject(new ClosedConnection(error.message, { cause: error }));
      else reject(error);
    };
    request.on('error', fail);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', (error) => reject(signal.aborted ? signal.reason : error));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    request.end(body);
  });
}
