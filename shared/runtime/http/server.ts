/** The server of a function on node:http: answers what comes, and ends when all of it has its answer. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { logger } from '../log.ts';
import { isUnderWay, leaveNothing } from './early-answer.ts';
import {
  type Answer,
  type HttpHandler,
  type IncomingRequest,
  json,
  requestFrom,
  writeAnswer,
} from './http.ts';
import { hasTooManyHeaders, TOO_MANY_HEADERS } from './many-headers.ts';
import { slowBodies } from './slow-bodies.ts';

export interface FunctionServer {
  readonly server: Server;
  /** Takes no more. Settles when what was in flight has its answer. */
  end(): Promise<void>;
}

const ENDING: Answer = { status: 503, headers: { connection: 'close' } };
const MANY_HEADERS: Answer = { ...json({ error: TOO_MANY_HEADERS }, 431), headers: { connection: 'close' } };
/** A connection that falls idle after close() would hold the process up to its keep-alive time. */
const IDLE_CHECK_MS = 50;

export function functionServer(handle: HttpHandler): FunctionServer {
  let ending = false;
  const paced = slowBodies();
  const server = createServer((incoming, response) => {
    if (isUnderWay(incoming)) paced.watch(incoming);
    Promise.resolve(refusalOf(incoming, ending) ?? handle(requestFrom(incoming as IncomingRequest, response)))
      .then((made) => writeAnswer(response, made))
      .then(() => leaveNothing(incoming))
      .catch((error: NodeJS.ErrnoException) => giveUp(response, error))
      .finally(() => paced.forget(incoming));
  });
  // A long upload or a long stage is no reason to hang up; the platform in front has the timeouts.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 65_000;
  return {
    server,
    end: () =>
      new Promise((resolve) => {
        ending = true;
        const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS).unref();
        server.close(() => {
          paced.stop();
          clearInterval(idle);
          resolve();
        });
      }),
  };
}

function refusalOf(incoming: IncomingMessage, ending: boolean): Answer | undefined {
  if (ending) return ENDING;
  return hasTooManyHeaders(incoming) ? MANY_HEADERS : undefined;
}

/** A client that hung up needs no answer, and is no fault of ours. */
function giveUp(response: ServerResponse, error: NodeJS.ErrnoException): void {
  if (error.code === 'ERR_STREAM_PREMATURE_CLOSE') return;
  logger().error({ error: error.message, stack: error.stack }, 'an answer could not be written');
  response.destroy();
}
