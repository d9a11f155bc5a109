/** The one port: services by host and by path, what the platform answers itself, the console for all else. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isUnderWay } from '../../shared/runtime/http/early-answer.ts';
import { hasTooManyHeaders, TOO_MANY_HEADERS } from '../../shared/runtime/http/many-headers.ts';
import { slowBodies } from '../../shared/runtime/http/slow-bodies.ts';
import { handlerOf } from './bare-host.ts';
import { FOR_THE_PLATFORM, type Front, isInside } from './front.ts';
import { type Addressee, addressee } from './serving/addressing.ts';
import { answerError } from './serving/answer.ts';
import { toService } from './serving/ingress.ts';

/** @param isOwnHost further names by which it is reached: none on the loopback */
export function createProxy(front: Front, isOwnHost = (_: string): boolean => false): Server {
  const { namespace, cluster } = front;
  const directory = { namespace, services: () => cluster.services(), isOwnHost };
  const server = createServer((request, response) => {
    if (hasTooManyHeaders(request)) return answerError(response, 431, TOO_MANY_HEADERS);
    const to = addressee(directory, request.headers.host, request.url ?? '/');
    handle(front, to, request, response).catch((error: Error) => {
      // Who hung up needs no answer, and is no fault of ours.
      if (response.destroyed) return;
      front.log(`${request.method} ${request.url}: ${error.message}`);
      if (response.headersSent) response.destroy();
      else answerError(response, 500, 'internal error');
    });
  });
  // A pod has its own limits (timeoutSeconds); an upload may take as long as it takes.
  server.requestTimeout = 0;
  const paced = slowBodies();
  server.on('request', (request, response) => {
    if (!isUnderWay(request)) return;
    paced.watch(request);
    response.once('close', () => paced.forget(request));
  });
  server.on('close', paced.stop);
  server.keepAliveTimeout = 65_000;
  return server;
}

async function handle(
  front: Front,
  to: Addressee,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (to.kind === 'unknown') answerError(response, to.status, to.message);
  else if (to.isLocal && !isInside(front, request)) answerError(response, 403, FOR_THE_PLATFORM);
  else if (to.kind === 'service') await toService(front.cluster, to, request, response);
  else await handlerOf(front, to.path, request.method)(front, request, response);
}
