/** The one port: services by host and by path, the brokers' ingress, the Kubernetes API; the console for all else. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Api, handleApi } from './api/kubernetes.ts';
import type { Broker } from './eventing/broker.ts';
import { InvalidEvent, readCloudEvent } from './eventing/cloudevent.ts';
import { type KnativeMetrics, TEXT_TYPE } from './metrics/knative.ts';
import { targets } from './metrics/targets.ts';
import { type Addressee, addressee } from './serving/addressing.ts';
import { readBody, TooLarge } from './serving/body.ts';
import type { Cluster } from './serving/cluster.ts';
import { withPod } from './serving/exchange.ts';
import { answerError, forwardStream } from './serving/forward.ts';
import { Unavailable } from './serving/pool.ts';

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

/** Knative's brokers take more; what is larger than this has no business in an event. */
const MAX_EVENT = 1024 * 1024;

/** Nobody is there to be told: the status that the metrics get. */
const CLIENT_GONE = 499;

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

async function handle(
  front: Front,
  to: Addressee,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (to.kind === 'unknown') answerError(response, to.status, to.message);
  else if (to.kind === 'service') await toService(front.cluster, to, request, response);
  else await toPlatform(front, to.path, request, response);
}

async function toPlatform(
  front: Front,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [pathname = '/'] = path.split('?');
  const broker = /^\/(?:([^/]+)\/)?([^/]+)$/.exec(pathname);
  const { api } = front;
  if (pathname === '/health' && request.method === 'GET') {
    const ready = front.isReady;
    const body = JSON.stringify({ status: ready ? 'healthy' : 'starting' });
    response.writeHead(ready ? 200 : 503, { 'content-type': 'application/json' }).end(body);
  } else if (pathname === '/metrics' && request.method === 'GET') {
    response.writeHead(200, { 'content-type': TEXT_TYPE }).end(await front.metrics.text(front.cluster));
  } else if (pathname === '/prometheus/targets' && request.method === 'GET') {
    const found = JSON.stringify(targets(front.cluster, front.namespace));
    response.writeHead(200, { 'content-type': 'application/json' }).end(found);
  } else if (pathname === '/ingest') {
    await toBroker(front, 'ingest', request, response);
  } else if (broker?.[1] === front.namespace) {
    await toBroker(front, broker[2] as string, request, response);
  } else if (api && /^\/(version|api|api\/v1(\/.*)?|apis(\/.*)?|kubernetes\/.*)$/.test(pathname)) {
    await handleApi(api, request, response);
  } else {
    const service = front.cluster.service('console');
    if (service)
      await toService(front.cluster, { kind: 'service', service, path, prefix: '' }, request, response);
    else answerError(response, 404, 'there is no service console');
  }
}

async function toService(
  cluster: Cluster,
  { service, tag, path, prefix }: Extract<Addressee, { kind: 'service' }>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = { service, method: request.method ?? 'GET', ...(tag === undefined ? {} : { tag }) };
  try {
    await withPod(cluster, asked, async (lease, { timeoutMs }) => {
      const extra = prefix ? ['x-forwarded-prefix', prefix] : [];
      const isSound = await forwardStream(lease.pod, timeoutMs, path, request, response, extra);
      if (!isSound) lease.suspect();
      return response.headersSent ? response.statusCode : CLIENT_GONE;
    });
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    request.resume();
    answerError(response, 503, error.message);
  }
}

async function toBroker(
  front: Front,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refuse = (status: number, message: string): void => {
    // What is still coming is read and dropped, so that the sender gets to read the answer.
    request.resume();
    answerError(response, status, message);
  };
  const broker = front.brokers?.get(name);
  if (request.method !== 'POST') return refuse(405, `${request.method}: events are sent by POST`);
  if (!front.isReady) return refuse(503, 'the platform does not take events now; try again');
  if (!broker) return refuse(404, `there is no broker ${name}`);
  try {
    const event = readCloudEvent(request.headers, await readBody(request, MAX_EVENT));
    const status = await broker.receive(event);
    if (status === 202) response.writeHead(202, { 'content-length': '0' }).end();
    else
      refuse(
        status,
        status === 503
          ? `the broker ${name} is full; try again`
          : 'not all subscribers took the event; try again',
      );
  } catch (error) {
    if (error instanceof InvalidEvent) refuse(400, error.message);
    else if (error instanceof TooLarge) {
      refuse(
        413,
        'an event may have 1 MiB: upload the data to the object store and send an event with its dataref',
      );
    } else if (!response.destroyed) throw error;
  }
}
