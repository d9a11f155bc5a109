/**
 * The part of the Kubernetes API that rollout, console and kn use, at the same REST paths: get, list, watch, patch and
 * update of Knative Services; get and list of revisions, routes, configurations, pods and what eventing has.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isObject, type Json, jsonPatch, mergePatch, type Operation } from '../manifests/json.ts';
import type { Resource } from '../manifests/kustomize.ts';
import { checkResource, type Manifests } from '../manifests/manifests.ts';
import type { Service } from '../manifests/schemas.ts';
import { readBody, TooLarge } from '../serving/body.ts';
import type { Cluster } from '../serving/cluster.ts';
import type { ServiceState } from '../serving/state.ts';
import { discovery } from './discovery.ts';
import {
  type Addresses,
  configurationResource,
  podResource,
  revisionResource,
  routeResource,
  serviceResource,
} from './resources.ts';
import { isSelected } from './selectors.ts';
import { watchServices } from './watch.ts';

export interface Api {
  readonly cluster: Cluster;
  readonly manifests: Manifests;
  readonly addresses: Addresses;
  /** What a caller must bring: as its bearer token, or in the path, as in /kubernetes/<token>/apis. */
  readonly token: string;
}

interface Item {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** Answered as a Status of this code and reason. */
class ApiError extends Error {
  readonly code: number;
  readonly reason: string;
  constructor(code: number, reason: string, message: string) {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

const MAX_BODY = 3 * 1024 * 1024;

export async function handleApi(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const [, key, path] = /^\/kubernetes\/([^/]+)(\/.*)$/s.exec(request.url ?? '') ?? [];
    if (key !== api.token && request.headers.authorization !== `Bearer ${api.token}`) {
      throw new ApiError(
        401,
        'Unauthorized',
        'the kubeconfig beside the data, or the token beside it, is needed',
      );
    }
    const url = new URL(path ?? request.url ?? '/', 'http://localhost');
    const found = request.method === 'GET' ? discovery(url.pathname) : undefined;
    if (found) answer(response, 200, found);
    else await handleResource(api, request, response, url);
  } catch (error) {
    const { code, reason, message } = asApiError(error);
    answer(response, code, {
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      message,
      reason,
      code,
    });
  }
}

const resourcePath = /^\/(?:api|apis\/([a-z.]+\.dev))\/v1(?:\/namespaces\/([^/]+))?\/(\w+)(?:\/([^/]+))?$/;

async function handleResource(
  api: Api,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const [, group = '', namespace, plural = '', name] = resourcePath.exec(url.pathname) ?? [];
  const items = namespace && namespace !== api.addresses.namespace ? [] : itemsOf(api, group, plural);
  if (!items) throw new ApiError(404, 'NotFound', 'the server could not find the requested resource');
  if (request.method === 'GET' && name === undefined) {
    if (url.searchParams.get('watch') === 'true' && plural === 'services') {
      watchServices(api, url.searchParams, response);
      return;
    }
    answer(response, 200, listOf(api, group, items, url.searchParams));
    return;
  }
  if (name === undefined) throw notPossible(request.method, plural);
  const item = items.find(({ metadata }) => metadata.name === name);
  if (!item) throw new ApiError(404, 'NotFound', `${plural}.${group} "${name}" not found`);
  if (request.method === 'GET') answer(response, 200, item);
  else answer(response, 200, await change(api, plural, item, request));
}

function itemsOf({ cluster, manifests, addresses }: Api, group: string, plural: string): Item[] | undefined {
  const declared = (resources: readonly { kind: string; metadata: { name: string } }[]): Item[] =>
    resources.map((resource) => ({
      ...resource,
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    }));
  const pods = cluster.pods();
  switch (`${group}/${plural}`) {
    case '/namespaces':
      return [{ kind: 'Namespace', metadata: { name: addresses.namespace } }];
    case '/pods':
      return pods.map(({ service, revision, pod }) => podResource(service, revision, pod, addresses));
    case 'serving.knative.dev/services':
      return cluster.services().map((service) => serviceResource(service, addresses));
    case 'serving.knative.dev/routes':
      return cluster.services().map((service) => routeResource(service, addresses));
    case 'serving.knative.dev/configurations':
      return cluster.services().map((service) => configurationResource(service, addresses));
    case 'serving.knative.dev/revisions':
      return cluster.services().flatMap((service) =>
        service.revisions.map((revision) => {
          const own = pods.filter((one) => one.revision === revision).map(({ pod }) => pod);
          return revisionResource(service, revision, own, addresses);
        }),
      );
    case 'eventing.knative.dev/brokers':
      return declared(manifests.brokers);
    case 'eventing.knative.dev/triggers':
      return declared(manifests.triggers);
    case 'sources.knative.dev/pingsources':
      return declared(manifests.pingSources);
    case 'sources.knative.dev/sinkbindings':
      return declared(manifests.sinkBindings);
    default:
      return undefined;
  }
}

function listOf({ cluster }: Api, group: string, items: readonly Item[], query: URLSearchParams) {
  const selected = items.filter((item) => isSelected(item, query));
  const kind = items[0]?.kind ?? '';
  return {
    apiVersion: group ? `${group}/v1` : 'v1',
    kind: `${kind}List`,
    metadata: { resourceVersion: String(cluster.resourceVersion) },
    items: selected,
  };
}

const notPossible = (method: string | undefined, plural: string): ApiError =>
  new ApiError(405, 'MethodNotAllowed', `${method} of ${plural} is not possible on the embedded platform`);

async function change(api: Api, plural: string, item: Item, request: IncomingMessage): Promise<object> {
  if (plural !== 'services' || !['PATCH', 'PUT'].includes(request.method ?? ''))
    throw notPossible(request.method, plural);
  const service = api.cluster.service(item.metadata.name) as ServiceState;
  const body = JSON.parse((await readBody(request, MAX_BODY)).toString('utf8')) as Json;
  const changed =
    request.method === 'PUT' ? body : patched(item as unknown as Json, body, request.headers['content-type']);
  const wanted = cleaned(changed);
  const version =
    isObject(changed) && isObject(changed.metadata) ? changed.metadata.resourceVersion : undefined;
  // Read again: the body took its time, and another change may have come in between.
  if (version !== undefined && version !== String(service.resourceVersion)) {
    throw new ApiError(
      409,
      'Conflict',
      `${service.name} has been changed since; read it again and apply the change to that`,
    );
  }
  checkResource(wanted as unknown as Resource);
  api.cluster.update(service, wanted);
  return serviceResource(service, api.addresses);
}

function patched(document: Json, patch: Json, contentType = ''): Json {
  if (contentType.startsWith('application/merge-patch+json')) return mergePatch(document, patch);
  if (contentType.startsWith('application/json-patch+json'))
    return jsonPatch(document, patch as unknown as Operation[]);
  throw new ApiError(
    415,
    'UnsupportedMediaType',
    `content-type ${contentType}: expected application/merge-patch+json or application/json-patch+json`,
  );
}

/** What a client may say; not what the server adds. */
function cleaned(value: Json): Service {
  const { apiVersion, kind, metadata, spec } = withoutNulls(value) as unknown as Service;
  const { name, namespace, labels = {}, annotations = {} } = metadata ?? {};
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace ? { namespace } : {}),
      labels,
      annotations,
    },
    spec,
  };
}

function withoutNulls(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item) as Json);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])),
  );
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof TooLarge)
    return new ApiError(413, 'RequestEntityTooLarge', 'the request is larger than 3 MiB');
  if (error instanceof SyntaxError)
    return new ApiError(400, 'BadRequest', `the body is not JSON: ${error.message}`);
  return new ApiError(422, 'Invalid', error instanceof Error ? error.message : String(error));
}

function answer(response: ServerResponse, status: number, document: object): void {
  const body = JSON.stringify(document);
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    })
    .end(body);
}
