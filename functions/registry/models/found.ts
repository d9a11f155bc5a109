/** The model or the version that a request names, when there is one and the caller reaches it. */
import type { HttpRequest } from '../../../shared/runtime/http/http.ts';
import type { Query } from '../../../shared/store/database.ts';
import { hasModel } from '../../../shared/tracking/mlflow/models.ts';
import { readVersion, type Version } from '../../../shared/tracking/mlflow/versions.ts';
import { mustReach } from '../reach.ts';
import { absent } from '../refused.ts';
import { type Fields, requiredIn } from '../wire/fields.ts';
import { modelNameIn, versionIn } from './named.ts';

type Asking = Pick<HttpRequest, 'principal'>;

export const noModel = (name: string): Error => absent(`Registered Model with name=${name} not found`);

/** @returns its name. @throws HttpError 400, 403, 404 */
export async function knownModel(sql: Query, request: Asking, fields: Fields): Promise<string> {
  const name = modelNameIn(fields);
  mustReach(request, name);
  if (!(await hasModel(sql, name))) throw noModel(name);
  return name;
}

/** @throws HttpError 400, 403, 404 */
export async function knownVersion(sql: Query, request: Asking, fields: Fields): Promise<Version> {
  requiredIn(fields, 'name');
  const version = versionIn(fields);
  const name = modelNameIn(fields);
  mustReach(request, name);
  return await versionOr404(sql, name, version);
}

/** @throws HttpError 404 */
export async function versionOr404(sql: Query, name: string, version: number): Promise<Version> {
  const found = await readVersion(sql, name, version);
  if (!found) throw absent(`Model Version (name=${name}, version=${version}) not found`);
  return found;
}
