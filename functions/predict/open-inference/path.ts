/** Paths of the Open Inference Protocol v2: /v2/models/<model>[/versions/<version>][/ready|/infer]. */
import { HttpError } from '../../../shared/runtime/http/http.ts';
import type { ServedModel } from '../served-model.ts';
import { modelOf, type Service } from '../service.ts';

const PATH = /^\/v2\/models\/([^/]+)(?:\/versions\/([^/]+))?(?:\/(ready|infer))?$/;

export interface ModelPath {
  readonly model: ServedModel;
  readonly action: 'ready' | 'infer' | undefined;
}

/** @throws HttpError 404 for another model or version than the one that is served, 503 when there is none yet */
export function modelPath(service: Service, path: string): ModelPath {
  const [matched, name, version, action] = PATH.exec(path) ?? [];
  if (!matched) throw new HttpError(404, `there is nothing at ${path.slice(0, 200)}`);
  if (name !== service.dataset.name)
    throw new HttpError(404, `no model "${name?.slice(0, 100)}", there is: ${service.dataset.name}`);
  const model = modelOf(service);
  if (version !== undefined && version !== String(model.metadata.version))
    throw new HttpError(
      404,
      `no version "${version.slice(0, 100)}" here, there is: ${model.metadata.version}`,
    );
  return { model, action: action as ModelPath['action'] };
}
