/**
 * The part of the Kubernetes API that rollout, console and kn use, at the same REST paths: get, list, watch, patch and
 * update of Knative Services; get and list of revisions, routes, configurations, pods and what eventing has.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSameText } from '../../../shared/access/same-text.ts';
import { answerJson } from '../serving/answer.ts';
import { change } from './change.ts';
import { discovery } from './discovery.ts';
import { ApiError, notPossible, statusOf } from './errors.ts';
import { type Item, itemsOf, type Shown } from './items.ts';
import { isSelected } from './selectors.ts';
import { watchServices } from './watch.ts';

export interface Api extends Shown {
  /** What a caller must bring: as its bearer token, or in the path, as in /kubernetes/<token>/apis. */
  readonly token: string;
}

export async function handleApi(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const url = admitted(api, request);
    const found = request.method === 'GET' ? discovery(url.pathname) : undefined;
    if (found) answerJson(response, 200, found);
    else await handleResource(api, request, response, url);
  } catch (error) {
    const status = statusOf(error);
    answerJson(response, status.code, status);
  }
}

/** Whether a request carries the token as its own. */
export const showsToken = (
  { token }: Pick<Api, 'token'>,
  { headers }: Pick<IncomingMessage, 'headers'>,
): boolean => isSameText(headers.authorization ?? '', `Bearer ${token}`);

/** @returns what is asked for, without the token. @throws ApiError when the caller has none */
function admitted({ token }: Api, { url = '/', headers }: IncomingMessage): URL {
  const [, key, path] = /^\/kubernetes\/([^/]+)(\/.*)$/s.exec(url) ?? [];
  if (!isSameText(key ?? '', token) && !showsToken({ token }, { headers }))
    throw new ApiError(
      401,
      'Unauthorized',
      'the kubeconfig beside the data, or the token beside it, is needed',
    );
  return new URL(path ?? url, 'http://localhost');
}

const resourcePath = /^\/(?:api|apis\/([a-z.]+\.dev))\/v1(?:\/namespaces\/([^/]+))?\/(\w+)(?:\/([^/]+))?$/;

async function handleResource(
  api: Api,
  request: IncomingMessage,
  response: ServerResponse,
  { pathname, searchParams }: URL,
): Promise<void> {
  const [, group = '', namespace, plural = '', name] = resourcePath.exec(pathname) ?? [];
  const items = namespace && namespace !== api.addresses.namespace ? [] : itemsOf(api, group, plural);
  if (!items) throw new ApiError(404, 'NotFound', 'the server could not find the requested resource');
  if (name !== undefined)
    answerJson(response, 200, await handleOne(api, request, { items, group, plural, name }));
  else if (request.method !== 'GET') throw notPossible(request.method, plural);
  else if (searchParams.get('watch') === 'true' && plural === 'services')
    watchServices(api, searchParams, response);
  else answerJson(response, 200, listOf(api, group, items, searchParams));
}

interface One {
  readonly items: readonly Item[];
  readonly group: string;
  readonly plural: string;
  readonly name: string;
}

async function handleOne(api: Api, request: IncomingMessage, one: One): Promise<object> {
  const { items, group, plural, name } = one;
  const item = items.find(({ metadata }) => metadata.name === name);
  if (!item) throw new ApiError(404, 'NotFound', `${plural}.${group} "${name}" not found`);
  if (request.method === 'GET') return item;
  const service = plural === 'services' ? api.cluster.service(name) : undefined;
  if (!service) throw notPossible(request.method, plural);
  return await change(api, service, request);
}

function listOf({ cluster }: Api, group: string, items: readonly Item[], query: URLSearchParams) {
  return {
    apiVersion: group ? `${group}/v1` : 'v1',
    kind: `${items[0]?.kind ?? ''}List`,
    metadata: { resourceVersion: String(cluster.resourceVersion) },
    items: items.filter((item) => isSelected(item, query)),
  };
}
