/** The logged model that a path is about: there, and its caller's. */

import { isWellFormed } from '../../../shared/formats/well-formed.ts';
import type { HttpRequest } from '../../../shared/runtime/http/http.ts';
import { percentDecoded } from '../../../shared/runtime/http/percent.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { type LoggedModel, readModels } from '../../../shared/tracking/mlflow/logged-models.ts';
import { mustReach } from '../reach.ts';
import { absent } from '../refused.ts';

const ROOT = '/api/2.0/mlflow/logged-models/';

const FORM = /^([^/]+)(?:\/(?:tags|params)(?:\/(.*))?)?$/s;

/** The id, and the key of a tag behind it, each as a text. @throws HttpError 404 */
export function partsOf({ path }: Pick<HttpRequest, 'path'>): { readonly id: string; readonly key: string } {
  const [, id, key = ''] = FORM.exec(path.slice(ROOT.length)) ?? [];
  if (id === undefined) throw noModel(path.slice(ROOT.length));
  return { id: textOf(id), key: textOf(key) };
}

function textOf(part: string): string {
  const text = percentDecoded(part);
  if (text === undefined || !isWellFormed(text)) throw noModel(part);
  return text;
}

/** Deleted ones too. @throws HttpError 404, 403 */
export async function modelFound(request: HttpRequest): Promise<LoggedModel> {
  const { id } = partsOf(request);
  const [model] = await readModels(database(), [id]);
  if (!model) throw noModel(id);
  mustReach(request, model.owner);
  return model;
}

export const noModel = (id: string): Error => absent(`Logged model with ID '${id}' not found.`);
