/** Registered models: made, told of, renamed, deleted. One with the name of a data set is the pipeline's as well, and stays. */
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import {
  createModel,
  deleteModel,
  deleteModelTag,
  describeModel,
  modelsNamed,
  renameModel,
  STAGES,
  setModelTag,
} from '../../../shared/tracking/mlflow/models.ts';
import { latestVersions, type Stage } from '../../../shared/tracking/mlflow/versions.ts';
import { datasetOf, mustReach } from '../reach.ts';
import { invalid, taken } from '../refused.ts';
import { type Fields, fieldsOf } from '../wire/fields.ts';
import { knownModel, noModel } from './found.ts';
import { descriptionIn, modelNameIn, tagIn, tagKeyIn, tagsIn } from './named.ts';
import { stagesIn } from './stages.ts';
import { writtenModel, writtenVersion } from './written.ts';

const alreadyThere = (name: string): Error => taken(`Registered Model (name=${name}) already exists.`);

/** @throws HttpError 404 */
async function answerWith(name: string): Promise<Answer> {
  const [model] = await modelsNamed(database(), [name]);
  if (!model) throw noModel(name);
  return json({ registered_model: writtenModel(model) });
}

export async function create(request: HttpRequest, body: Fields): Promise<Answer> {
  const name = modelNameIn(body);
  mustReach(request, name);
  const model = { name, description: descriptionIn(body) ?? null, tags: tagsIn(body) };
  if (!(await createModel(database(), model))) throw alreadyThere(name);
  return await answerWith(name);
}

export async function get(request: HttpRequest): Promise<Answer> {
  return await answerWith(await knownModel(database(), request, fieldsOf(request.query)));
}

export async function rename(request: HttpRequest, body: Fields): Promise<Answer> {
  const name = modelNameIn(body);
  const newName = modelNameIn(body, 'new_name');
  mustReach(request, name);
  mustReach(request, newName);
  await knownModel(database(), request, body);
  for (const one of [name, newName]) if (datasetOf(one) !== undefined) throw ofDataset(one, 'renamed');
  if (!(await renameModel(database(), name, newName))) throw alreadyThere(newName);
  return await answerWith(newName);
}

export async function update(request: HttpRequest, body: Fields): Promise<Answer> {
  const name = await knownModel(database(), request, body);
  await describeModel(database(), name, descriptionIn(body) ?? null);
  return await answerWith(name);
}

export async function remove(request: HttpRequest, body: Fields): Promise<Answer> {
  const name = await knownModel(database(), request, body);
  if (datasetOf(name) !== undefined) throw ofDataset(name, 'deleted');
  await deleteModel(database(), name);
  return json({});
}

const ofDataset = (name: string, what: string): Error =>
  invalid(
    `${name} is the model of a data set: what is in production is one of its versions, so it is not ${what}`,
  );

export async function latest(request: HttpRequest, fields: Fields): Promise<Answer> {
  const stages: readonly Stage[] = stagesIn(fields) ?? STAGES;
  const name = await knownModel(database(), request, fields);
  const found = await latestVersions(database(), [name], stages);
  return json(found.length === 0 ? {} : { model_versions: found.map(writtenVersion) });
}

export async function setTag(request: HttpRequest, body: Fields): Promise<Answer> {
  const { key, value } = tagIn(body);
  await setModelTag(database(), await knownModel(database(), request, body), key, value);
  return json({});
}

export async function deleteTag(request: HttpRequest, body: Fields): Promise<Answer> {
  const key = tagKeyIn(body);
  await deleteModelTag(database(), await knownModel(database(), request, body), key);
  return json({});
}
