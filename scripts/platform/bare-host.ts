/** What is asked of the bare host: the entrance for batches, brokers, metrics, the Kubernetes API; the console for all else. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { leaveNothing } from '../../shared/runtime/http/early-answer.ts';
import { handleApi, showsToken } from './api/kubernetes.ts';
import { toBroker } from './eventing/ingress.ts';
import { FOR_THE_PLATFORM, type Front, type Handle, isInside } from './front.ts';
import { TEXT_TYPE } from './metrics/knative.ts';
import { PODS_PATH, targets } from './metrics/targets.ts';
import { answerError, answerJson } from './serving/answer.ts';
import { toService } from './serving/ingress.ts';
import { scrape } from './serving/scrape.ts';

const own: Readonly<Record<string, Handle>> = {
  'GET /health': (front, _, response) => {
    const health = healthOf(front);
    answerJson(response, health.status === 'healthy' ? 200 : 503, health);
  },
  'GET /metrics': async ({ metrics, cluster }, _, response) => {
    response.writeHead(200, { 'content-type': TEXT_TYPE }).end(await metrics.text(cluster));
  },
  'GET /prometheus/targets': ({ cluster, namespace }, { headers }, response) =>
    answerJson(response, 200, targets(cluster, namespace, headers.host ?? 'localhost')),
};

function healthOf({ isReady, stores }: Front): { status: string; reasons?: readonly string[] } {
  if (!isReady || !stores) return { status: 'starting' };
  const reasons = [...stores.troubles(), stores.lackOfRoom()].filter((reason) => reason !== undefined);
  return reasons.length === 0 ? { status: 'healthy' } : { status: 'degraded', reasons };
}

const apiPath = /^\/(version|api|api\/v1(\/.*)?|apis(\/.*)?|kubernetes\/.*)$/;

/** @param path of a request to the bare host, with its query */
export function handlerOf(front: Front, path: string, method = 'GET'): Handle {
  const [pathname = '/'] = path.split('?');
  const handler = own[`${method} ${pathname}`];
  if (handler) return handler;
  if (pathname === '/ingest') return taken((_, ...exchange) => toEntrance(front, path, ...exchange));
  const broker = brokerIn(front, pathname);
  if (broker !== undefined) {
    const take: Handle = (_, ...exchange) => toBroker(front, broker, ...exchange);
    return fromInside(broker === 'ingest' ? taken(take) : take);
  }
  if (method === 'GET' && pathname.startsWith(PODS_PATH))
    return fromInside((_, __, response) => scrape(front.cluster, pathname.slice(PODS_PATH.length), response));
  const { api } = front;
  if (api && apiPath.test(pathname)) return (_, ...exchange) => handleApi(api, ...exchange);
  return (_, ...exchange) => toConsole(front, path, ...exchange);
}

/** What would wait for a store in vain is refused at once. */
const taken =
  (handle: Handle): Handle =>
  (front, request, response) => {
    const [trouble] = front.stores?.troubles() ?? [];
    const lack = front.stores?.lackOfRoom();
    if (!trouble && !lack) return handle(front, request, response);
    void leaveNothing(request);
    if (trouble) answerError(response, 503, `${trouble}; send it again`);
    else answerError(response, 507, `${lack}; send it again when there is room`);
  };

/** Where nothing is in front of the broker, it is the entrance. */
function toEntrance(front: Front, path: string, request: IncomingMessage, response: ServerResponse) {
  const service = front.cluster.service('entrance');
  if (!service) return toBroker(front, 'ingest', request, response);
  return toService(front.cluster, { service, path, prefix: '' }, request, response);
}

/** For who carries the platform's token, or the one beside the data: Prometheus has that. */
const fromInside =
  (handle: Handle): Handle =>
  (front, request, response) =>
    isInside(front, request) || (front.api && showsToken(front.api, request))
      ? handle(front, request, response)
      : answerError(response, 403, FOR_THE_PLATFORM);

/** The broker whose ingress this is: /<namespace>/<name>. */
function brokerIn({ namespace }: Front, pathname: string): string | undefined {
  const [, first, broker] = /^\/([^/]+)\/([^/]+)$/.exec(pathname) ?? [];
  return first === namespace ? broker : undefined;
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
