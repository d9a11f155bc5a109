/** Passing a client's request on to a pod, as a stream both ways. */
import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { leaveNothing } from '../../../shared/runtime/http/early-answer.ts';
import { answerError } from './answer.ts';
import { connectionError, NotSent, Timeout, timeLimit } from './connection.ts';
import { endToEnd, ofClient } from './headers.ts';
import type { Held } from './held.ts';
import type { Pod } from './pod.ts';

export interface Way {
  readonly pod: Pick<Pod, 'name' | 'port' | 'agent' | 'shown'>;
  readonly timeoutMs: number;
  readonly path: string;
  /** What has come of the client's. */
  readonly body: Held;
  /** Beside the client's own. */
  readonly headers: readonly string[];
}

/**
 * Resolves when the answer is through, or the client has gone; a pod that dies before it answers is a 502, one that
 * takes too long a 504.
 * @returns false when the connection to the pod broke
 * @throws NotSent when the pod took no connection: nothing was read or answered, and another pod may be tried
 */
export async function forwardStream(way: Way, from: IncomingMessage, to: ServerResponse): Promise<boolean> {
  const outgoing = requestTo(way, from);
  const inTime = timeLimit(way.timeoutMs, outgoing);
  const clientGone = (): void => {
    if (!to.writableFinished) outgoing.destroy();
  };
  to.on('close', clientGone);
  try {
    await passedBack(await answered(outgoing, way.body, from), to);
    void leaveNothing(from);
    return true;
  } catch (error) {
    return failed(way, error as Error, from, to);
  } finally {
    inTime();
    to.off('close', clientGone);
  }
}

function requestTo({ pod, path, headers }: Way, from: IncomingMessage): ClientRequest {
  return request({
    host: '127.0.0.1',
    port: pod.port,
    agent: pod.agent,
    method: from.method,
    path,
    headers: [
      ...ofClient(from.rawHeaders),
      ...framing(from),
      ...headers,
      ...Object.entries(pod.shown).flat(),
    ],
  });
}

/** Node frames the body anew where its length is not known. */
const framing = ({ headers }: IncomingMessage): string[] =>
  headers['transfer-encoding'] === undefined ? [] : ['transfer-encoding', 'chunked'];

function answered(outgoing: ClientRequest, body: Held, from: IncomingMessage): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.on('response', resolve);
    outgoing.on('error', (error) => reject(connectionError(error)));
    sendBody(body, from, outgoing);
  });
}

/** A body that is there goes as one; what still comes is read when there is a connection to send it on: until then another pod could have it. */
function sendBody({ bytes, isAll }: Held, from: IncomingMessage, outgoing: ClientRequest): void {
  if (isAll) {
    outgoing.end(bytes);
    return;
  }
  const stream = (): void => {
    outgoing.write(bytes);
    from.pipe(outgoing);
  };
  outgoing.once('socket', (socket) => {
    if (socket.connecting) socket.once('connect', stream);
    else stream();
  });
}

/** What breaks in the middle of it ends the answer in the middle of it. */
function passedBack(incoming: IncomingMessage, to: ServerResponse): Promise<void> {
  to.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, endToEnd(incoming.rawHeaders));
  return new Promise((resolve) => pipeline(incoming, to, () => resolve()));
}

function failed({ pod }: Way, error: Error, from: IncomingMessage, to: ServerResponse): boolean {
  if (to.destroyed) return true;
  if (error instanceof NotSent) throw error;
  const isLate = error instanceof Timeout;
  answerError(
    to,
    isLate ? 504 : 502,
    isLate ? error.message : `${pod.name} did not answer: ${error.message}`,
  );
  void leaveNothing(from);
  return isLate;
}
