/** Sending an event: a whole body there, and the whole answer back. */
import { type Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { connectionError, timeLimit } from './connection.ts';

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly agent?: Agent;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer to an event is small; what is longer is cut off here. */
const MAX_ANSWER = 1024 * 1024;

/** @throws NotSent when there is no connection, Timeout when the time is over, else what broke the connection */
export function post(
  target: Target,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  timeoutMs: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(body.length) };
    const outgoing = request({ ...target, method: 'POST', headers: { ...headers, ...length } });
    const inTime = timeLimit(timeoutMs, outgoing);
    const fail = (error: NodeJS.ErrnoException): void => {
      inTime();
      reject(connectionError(error));
    };
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      incoming.on('error', fail);
      whole(incoming, (answer) => {
        inTime();
        resolve(answer);
      });
    });
    outgoing.end(body);
  });
}

function whole(incoming: IncomingMessage, done: (answer: Answer) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_ANSWER) chunks.push(chunk);
  });
  incoming.on('end', () =>
    done({ status: incoming.statusCode ?? 502, headers: incoming.headers, body: Buffer.concat(chunks) }),
  );
}
