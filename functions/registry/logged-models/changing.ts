/** Logged models, finished, tagged and deleted. */
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import {
  deleteModel,
  deleteModelTag,
  type ModelStatus,
  noteModelParams,
  setModelStatus,
  setModelTags,
} from '../../../shared/tracking/mlflow/logged-models.ts';
import { absent, invalid } from '../refused.ts';
import { eachIn, entryIn, lastOfEach } from '../wire/entries.ts';
import { type Fields, missing, wrong } from '../wire/fields.ts';
import { modelFound, partsOf } from './found.ts';
import { answered } from './making.ts';

/** By their numbers, from 1, by which some clients call them. */
const STATUSES: readonly ModelStatus[] = ['PENDING', 'READY', 'UPLOAD_FAILED'];

function statusIn({ status }: Fields): ModelStatus {
  if (status === undefined || status === null) throw missing('status');
  const found = STATUSES.find((one, index) => `LOGGED_MODEL_${one}` === status || index + 1 === status);
  if (!found)
    throw wrong(
      'status',
      status,
      `Valid values are ${STATUSES.map((one) => `LOGGED_MODEL_${one}`).join(', ')}.`,
    );
  return found;
}

export async function finish(request: HttpRequest, body: Fields): Promise<Answer> {
  const status = statusIn(body);
  const { id } = await modelFound(request);
  await setModelStatus(database(), id, status);
  return await answered(id);
}

export async function remove(request: HttpRequest): Promise<Answer> {
  const { id } = await modelFound(request);
  await deleteModel(database(), id);
  return json({});
}

export async function setTags(request: HttpRequest, body: Fields): Promise<Answer> {
  const tags = lastOfEach(eachIn(body, 'tags', entryIn));
  const { id } = await modelFound(request);
  await setModelTags(database(), id, tags);
  return json({});
}

export async function deleteTag(request: HttpRequest): Promise<Answer> {
  const { key } = partsOf(request);
  const { id } = await modelFound(request);
  if (!(await deleteModelTag(database(), id, key)))
    throw absent(`No tag with key '${key}' found for model with ID '${id}'.`);
  return json({});
}

export async function logParams(request: HttpRequest, body: Fields): Promise<Answer> {
  const params = lastOfEach(eachIn(body, 'params', entryIn));
  const { id } = await modelFound(request);
  const [clash] = await noteModelParams(database(), id, params);
  if (clash)
    throw invalid(
      `Changing param values is not allowed. Param with key='${clash.key}' was already logged with value='${clash.value}' for model ID='${id}'.`,
    );
  return json({});
}
