/** Versions that there are: told of, described, tagged, put into stages, deleted. */
import { mustBeAllowed } from '../../../shared/runtime/access/admit.ts';
import { changingFrom } from '../../../shared/runtime/asking/of-request.ts';
import { recorded } from '../../../shared/runtime/asking/recorded.ts';
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { standingOf } from '../../../shared/tracking/mlflow/standing.ts';
import {
  deleteVersion,
  deleteVersionTag,
  describeVersion,
  setStage,
  setVersionTag,
  type Version,
} from '../../../shared/tracking/mlflow/versions.ts';
import { remember } from '../../../shared/tracking/production.ts';
import { invalid } from '../refused.ts';
import { type Fields, fieldsOf } from '../wire/fields.ts';
import { knownVersion, versionOr404 } from './found.ts';
import { descriptionIn, tagIn, tagKeyIn } from './named.ts';
import { askForPromotion } from './promotion.ts';
import { transitionIn } from './stages.ts';
import { isGivenTag, locationOf, writtenVersion } from './written.ts';

const asItIs = async ({ name, version }: Version): Promise<Answer> =>
  json({ model_version: writtenVersion(await versionOr404(database(), name, version)) });

export async function get(request: HttpRequest): Promise<Answer> {
  const version = await knownVersion(database(), request, fieldsOf(request.query));
  return json({ model_version: writtenVersion(version) });
}

export async function downloadUri(request: HttpRequest): Promise<Answer> {
  const version = await knownVersion(database(), request, fieldsOf(request.query));
  return json({ artifact_uri: locationOf(version) });
}

export async function update(request: HttpRequest, body: Fields): Promise<Answer> {
  const version = await knownVersion(database(), request, body);
  await describeVersion(database(), version, descriptionIn(body) ?? null);
  return await asItIs(version);
}

/** Of a data set's model, Production is asked for, and the version that is there stays until another takes its place. */
export async function transition(request: HttpRequest, body: Fields): Promise<Answer> {
  const { stage, archiving } = transitionIn(body);
  const version = await knownVersion(database(), request, body);
  if (version.governed && stage === 'Production')
    await askForPromotion(request, version, 'an MLflow client has put it into stage Production');
  else {
    mustBeAllowed(request.principal, 'log');
    if (version.governed && version.stage === 'Production')
      throw invalid(
        `version ${version.version} of ${version.name} is in production: it leaves when another version comes into production`,
      );
    await setStage(database(), version, stage, archiving);
  }
  return await asItIs(version);
}

export async function remove(request: HttpRequest, body: Fields): Promise<Answer> {
  const version = await knownVersion(database(), request, body);
  if (version.governed) await removeGoverned(request, version);
  else await deleteVersion(database(), version);
  return json({});
}

/** What was in production is part of what is told of it; what is on its way there is waited for. */
async function removeGoverned(request: HttpRequest, of: Version): Promise<void> {
  const { name, version } = of;
  const { wasPromoted, isOnItsWay } = await standingOf(database(), name, version);
  const which = `version ${version} of ${name}`;
  if (wasPromoted) throw invalid(`${which} is or was in production: it stays, as the history tells of it`);
  if (isOnItsWay) throw invalid(`${which} is on its way into production: try again when that has ended`);
  await recorded(changingFrom('registry', request), async (tx, { record }) => {
    await deleteVersion(tx, of);
    const reason = `deleted by ${request.principal.name} with an MLflow client`;
    await remember(tx, { name, version, event: 'deleted', reason });
    await record({ action: 'version.deleted', dataset: name, target: String(version) });
  });
}

export async function setTag(request: HttpRequest, body: Fields): Promise<Answer> {
  const { key, value } = tagIn(body);
  const version = await knownVersion(database(), request, body);
  mustBeTheirs(version, key);
  await setVersionTag(database(), version, key, value);
  return json({});
}

export async function deleteTag(request: HttpRequest, body: Fields): Promise<Answer> {
  const key = tagKeyIn(body);
  const version = await knownVersion(database(), request, body);
  mustBeTheirs(version, key);
  await deleteVersionTag(database(), version, key);
  return json({});
}

function mustBeTheirs({ name, governed }: Version, key: string): void {
  if (governed && isGivenTag(key))
    throw invalid(`${key} tells what is known of a version of ${name}: it is not set, nor deleted`);
}
