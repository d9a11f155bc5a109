/**
 * The one port: services by host and by path, the entrance for batches, the brokers' ingress, the Kubernetes API; the
 * console for all else.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Api, handleApi } from './api/kubernetes.ts';
import type { Broker } from './eventing/broker.ts';
import { toBroker } from './eventing/ingress.ts';
import { type KnativeMetrics, TEXT_TYPE } from './metrics/knative.ts';
import { targets } from './metrics/targets.ts';
import { type Addressee, addressee } from './serving/addressing.ts';
import { answerError, answerJson } from './serving/answer.ts';
import type { Cluster } from './serving/cluster.ts';
import { toService } from './serving/ingress.ts';

/** What stands behind the port, as far as it has been started. */
export interface Front {
  readonly namespace: string;
  readonly cluster: Cluster;
  brokers?: ReadonlyMap<string, Broker>;
  api?: Api;
  readonly metrics: KnativeMetrics;
  /** Does it take events yet, and still? */
  isReady: boolean;
}

export function createProxy(front: Front): Server {
  const { namespace, cluster } = front;
  const directory = { namespace, services: () => cluster.services() };
  const server = createServer((request, response) => {
    const to = addressee(directory, request.headers.host, request.url ?? '/');
    handle(front, to, request, response).catch((error: Error) => {
      if (response.headersSent || response.destroyed) response.destroy();
      else answerError(response, 500, error.message);
    });
  });
  // A pod has its own limits (timeoutSeconds); an upload may take as long as it takes.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 65_000;
  return server;
}

type Handle = (front: Front, request: IncomingMessage, response: ServerResponse) => unknown;

async function handle(
  front: Front,
  to: Addressee,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (to.kind === 'unknown') answerError(response, to.status, to.message);
  else if (to.kind === 'service') await toService(front.cluster, to, request, response);
  else await handlerOf(front, to.path, request.method)(front, request, response);
}

const own: Readonly<Record<string, Handle>> = {
  'GET /health': ({ isReady }, _, response) =>
    answerJson(response, isReady ? 200 : 503, { status: isReady ? 'healthy' : 'starting' }),
  'GET /metrics': async ({ metrics, cluster }, _, response) => {
    response.writeHead(200, { 'content-type': TEXT_TYPE }).end(await metrics.text(cluster));
  },
  'GET /prometheus/targets': ({ cluster, namespace }, _, response) =>
    answerJson(response, 200, targets(cluster, namespace)),
};

const apiPath = /^\/(version|api|api\/v1(\/.*)?|apis(\/.*)?|kubernetes\/.*)$/;

/** @param path of a request to the bare host, with its query */
function handlerOf(front: Front, path: string, method = 'GET'): Handle {
  const [pathname = '/'] = path.split('?');
  const handler = own[`${method} ${pathname}`];
  if (handler) return handler;
  const entrance = front.cluster.service('entrance');
  if (pathname === '/ingest' && entrance)
    return (_, ...exchange) => toService(front.cluster, { service: entrance, path, prefix: '' }, ...exchange);
  const broker = brokerIn(front, pathname);
  if (broker !== undefined) return (_, ...exchange) => toBroker(front, broker, ...exchange);
  const { api } = front;
  if (api && apiPath.test(pathname)) return (_, ...exchange) => handleApi(api, ...exchange);
  return (_, ...exchange) => toConsole(front, path, ...exchange);
}

/** The broker whose ingress this is: /<namespace>/<name>; /ingest where nothing is in front of that broker. */
function brokerIn({ namespace }: Front, pathname: string): string | undefined {
  const [, first, second] = /^\/([^/]+)(?:\/([^/]+))?$/.exec(pathname) ?? [];
  if (first === 'ingest' && second === undefined) return 'ingest';
  return first === namespace ? second : undefined;
}

async function toConsole(
  { cluster }: Front,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const service = cluster.service('console');
  if (service) await toService(cluster, { service, path, prefix: '' }, request, response);
  else answerError(response, 404, 'there is no service console');
}
