/** A change of a Service by PATCH or PUT: what the client may say of it, checked, and applied if it is still current. */
import type { IncomingMessage } from 'node:http';
import { asService } from '../manifests/check.ts';
import { asOperations, isObject, type Json, jsonPatch, mergePatch } from '../manifests/json.ts';
import { readBody } from '../serving/body.ts';
import type { ServiceState } from '../serving/state.ts';
import { ApiError, notPossible } from './errors.ts';
import type { Shown } from './items.ts';
import { serviceResource } from './resources/service.ts';

const MAX_BODY = 3 * 1024 * 1024;

/** @returns the Service as it is now. @throws ApiError when another change came in between */
export async function change(
  { cluster, addresses }: Shown,
  service: ServiceState,
  request: IncomingMessage,
): Promise<object> {
  const { method, headers } = request;
  if (method !== 'PATCH' && method !== 'PUT') throw notPossible(method, 'services');
  const before = serviceResource(service, addresses);
  const body = JSON.parse((await readBody(request, MAX_BODY)).toString('utf8')) as Json;
  const changed = method === 'PUT' ? body : patched(before, body, headers['content-type']);
  checkCurrent(service, changed);
  cluster.update(service, asService(cleaned(changed)));
  return serviceResource(service, addresses);
}

/** The body took its time, and another change may have come in between. */
function checkCurrent({ name, resourceVersion }: ServiceState, changed: Json): void {
  const { metadata } = isObject(changed) ? changed : {};
  const version = isObject(metadata) ? metadata.resourceVersion : undefined;
  if (version === undefined || version === String(resourceVersion)) return;
  const message = `${name} has been changed since; read it again and apply the change to that`;
  throw new ApiError(409, 'Conflict', message);
}

function patched(document: Json, patch: Json, contentType = ''): Json {
  if (contentType.startsWith('application/merge-patch+json')) return mergePatch(document, patch);
  if (contentType.startsWith('application/json-patch+json')) return jsonPatch(document, asOperations(patch));
  throw new ApiError(
    415,
    'UnsupportedMediaType',
    `content-type ${contentType}: expected application/merge-patch+json or application/json-patch+json`,
  );
}

/** What a client may say; not what the server adds. */
function cleaned(value: Json): Json {
  const without = withoutNulls(value);
  if (!isObject(without) || !isObject(without.metadata)) return value;
  const { apiVersion, kind, metadata, spec } = without;
  const { name, namespace, labels = {}, annotations = {} } = metadata;
  const kept = { name, ...(namespace ? { namespace } : {}), labels, annotations };
  return { apiVersion, kind, metadata: kept, spec };
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).flatMap(([key, inner]) =>
    inner === null || inner === undefined ? [] : [[key, withoutNulls(inner)]],
  );
  return Object.fromEntries(kept);
}
