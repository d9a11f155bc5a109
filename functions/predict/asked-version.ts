/** `?version=`: which model a request is for, where it names one. Whoever may ask the served one may ask the others. */
import { HttpError, type HttpRequest } from '../../shared/runtime/http/http.ts';
import type { Service } from './service.ts';

/**
 * The service as the request wants it; it answers as if the version were the served one.
 * @throws HttpError 422 for what is no version, and as `oneMore` does
 */
export async function forVersion(service: Service, { query }: HttpRequest): Promise<Service> {
  const text = query.get('version');
  if (text === null) return service;
  const version = Number(text);
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new HttpError(422, `version is "${text.slice(0, 100)}": expected a whole number`);
  service.versions.glance();
  const { current } = service.versions;
  if (current?.metadata.version === version) return service;
  const model = await service.oneMore({ version, sha256: query.get('sha256') ?? undefined });
  return { ...service, versions: { ...service.versions, current: model } };
}
