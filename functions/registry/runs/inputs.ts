/** What runs have used and made: data, and logged models. */
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import {
  noteInputs,
  noteModelInputs,
  noteOutputs,
  unknownModels,
} from '../../../shared/tracking/mlflow/inputs.ts';
import type { RunInput } from '../../../shared/tracking/mlflow/run.ts';
import { invalid } from '../refused.ts';
import { eachIn } from '../wire/entries.ts';
import {
  type Fields,
  integerIn,
  isFields,
  listIn,
  missing,
  requiredIn,
  runIn,
  textIn,
} from '../wire/fields.ts';
import { within } from '../wire/names.ts';
import { mustBeWithin } from './logging.ts';
import { mustBeRunId, refusePipeline, targetFound } from './target.ts';

export async function logInputs(request: HttpRequest, body: Fields): Promise<Answer> {
  const run = runIn(body);
  mustBeRunId(run);
  mustBeWithin(1000, listIn(body, 'datasets').length, 'datasets');
  const inputs = eachIn(body, 'datasets', inputIn);
  const models = eachIn(body, 'models', modelIn);
  const target = await targetFound(request, run);
  refusePipeline(run, target, 'Tags can be set.');
  await mustKnow(models);
  await noteInputs(database(), run, target, inputs);
  await noteModelInputs(database(), run, models);
  return json({});
}

function inputIn({ dataset, ...fields }: Fields, at: string): RunInput {
  if (!isFields(dataset)) throw missing(`${at}dataset`);
  const text = (name: string, limit: number): string | null => {
    const value = textIn(dataset, name, `${at}dataset.${name}`);
    return value === undefined ? null : within(limit, value, name);
  };
  for (const name of ['name', 'digest']) requiredIn(dataset, name, `${at}dataset.${name}`);
  return {
    name: text('name', 500) ?? '',
    digest: text('digest', 36) ?? '',
    source_type: text('source_type', 36) ?? '',
    source: text('source', 65_535) ?? '',
    schema: text('schema', 1_048_575),
    profile: text('profile', 16_777_215),
    tags: Object.fromEntries(eachIn(fields, 'tags', inputTagIn)),
  };
}

const inputTagIn = (fields: Fields, at: string): [string, string] => [
  within(255, requiredIn(fields, 'key', `${at}key`), 'key'),
  within(500, textIn(fields, 'value', `${at}value`) ?? '', 'value'),
];

const modelIn = (fields: Fields, at: string): string => requiredIn(fields, 'model_id', `${at}model_id`);

/** @throws HttpError 400 */
async function mustKnow(models: readonly string[]): Promise<void> {
  const [unknown] = await unknownModels(database(), models);
  if (unknown !== undefined) throw invalid(`Logged model with ID '${unknown}' not found.`);
}

export async function logOutputs(request: HttpRequest, body: Fields): Promise<Answer> {
  const run = runIn(body);
  if (body.models === undefined || body.models === null) throw missing('models');
  const outputs = eachIn(body, 'models', (fields, at) => ({
    model: modelIn(fields, at),
    step: integerIn(fields, 'step', `${at}step`) ?? 0,
  }));
  const target = await targetFound(request, run);
  refusePipeline(run, target, 'Tags can be set.');
  await mustKnow(outputs.map(({ model }) => model));
  await noteOutputs(database(), run, outputs);
  return json({});
}
