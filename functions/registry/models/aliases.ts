/** Aliases of versions. `champion` of a data set's model is what is in production: to set it is to ask for a promotion. */
import { mustBeAllowed } from '../../../shared/runtime/access/admit.ts';
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { aliased, deleteAlias, setAlias } from '../../../shared/tracking/mlflow/aliases.ts';
import { newestVersion, readVersion, type Version } from '../../../shared/tracking/mlflow/versions.ts';
import { datasetOf } from '../reach.ts';
import { absent, invalid } from '../refused.ts';
import { type Fields, fieldsOf } from '../wire/fields.ts';
import { knownModel, knownVersion } from './found.ts';
import { aliasIn, isLatest, newAliasIn } from './named.ts';
import { askForPromotion, CHAMPION } from './promotion.ts';
import { writtenVersion } from './written.ts';

export async function set(request: HttpRequest, body: Fields): Promise<Answer> {
  const alias = newAliasIn(body);
  const version = await knownVersion(database(), request, body);
  if (version.governed && alias === CHAMPION)
    await askForPromotion(request, version, 'an MLflow client has set the alias champion');
  else {
    mustBeAllowed(request.principal, 'log');
    await setAlias(database(), version.name, alias, version.version);
  }
  return json({});
}

export async function remove(request: HttpRequest, body: Fields): Promise<Answer> {
  const alias = aliasIn(body);
  const name = await knownModel(database(), request, body);
  if (datasetOf(name) !== undefined && alias === CHAMPION)
    throw invalid(
      `champion of ${name} is the version in production: it moves when another comes into production, and is not taken away`,
    );
  await deleteAlias(database(), name, alias);
  return json({});
}

export async function get(request: HttpRequest): Promise<Answer> {
  const fields = fieldsOf(request.query);
  const alias = aliasIn(fields);
  const name = await knownModel(database(), request, fields);
  return json({ model_version: writtenVersion(await versionCalled(name, alias)) });
}

/** @throws HttpError 404, or 400: that is what MLflow answers where there is no such alias */
async function versionCalled(name: string, alias: string): Promise<Version> {
  if (isLatest(alias)) {
    const newest = await newestVersion(database(), name);
    if (!newest) throw absent(`Latest version not found for model ${name}.`);
    return newest;
  }
  const number = await aliased(database(), name, alias);
  const version = number === undefined ? undefined : await readVersion(database(), name, number);
  if (!version) throw invalid(`Registered model alias ${alias} not found.`);
  return version;
}
