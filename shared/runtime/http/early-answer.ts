/**
 * Answers to requests whose body is still under way: one that is too large, or that nobody reads. Without more care the
 * next request on the connection would wait behind it for ever, or the answer be lost when the connection is cut.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Read and thrown away after the answer, so that a client that first sends all and then listens hears it. */
const DRAINED_BYTES = 16 * 1024 * 1024;
const DRAINED_MS = 5000;

/** Whether there is a body, and not all of it has come. */
export function isUnderWay({ complete, headers }: IncomingMessage): boolean {
  return !complete && (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined);
}

export interface Early {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly body: string | Buffer | undefined;
}

/** Says at once what there is to say, reads on up to a limit, and ends the connection. */
export async function writeBeforeTheEnd(
  response: ServerResponse,
  { status, headers, body }: Early,
): Promise<void> {
  response.writeHead(status, { ...headers, connection: 'close' });
  response.flushHeaders();
  if (body !== undefined) response.write(body);
  await drained(response.req);
  response.end();
}

/** After an answer that did not wait for the whole body: the connection is free for the next request, or is closed. */
export async function leaveNothing(incoming: IncomingMessage): Promise<void> {
  if (!isUnderWay(incoming)) return;
  incoming.unpipe();
  await drained(incoming);
  if (!incoming.complete) incoming.destroy();
}

/** Settles when all has come, or as much as is waited for. */
function drained(incoming: IncomingMessage): Promise<void> {
  if (incoming.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    let left = DRAINED_BYTES;
    const enough = (): void => {
      clearTimeout(timer);
      incoming.pause();
      resolve();
    };
    const timer = setTimeout(enough, DRAINED_MS);
    incoming.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) enough();
    });
    incoming.on('close', enough);
    incoming.on('end', enough);
    incoming.on('error', enough);
    incoming.resume();
  });
}
