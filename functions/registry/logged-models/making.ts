/** Logged models, made and read. */
import { randomUUID } from 'node:crypto';
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { createModel, readModels } from '../../../shared/tracking/mlflow/logged-models.ts';
import { experimentFound, mustBeActive } from '../experiments/found.ts';
import { invalid } from '../refused.ts';
import { eachIn, entryIn, lastOfEach } from '../wire/entries.ts';
import { experimentIn, type Fields, fieldsOf, textIn } from '../wire/fields.ts';
import { within } from '../wire/names.ts';
import { randomName } from '../wire/random-name.ts';
import { modelLocation, writtenModel } from '../wire/written.ts';
import { modelFound, noModel } from './found.ts';

export async function create(request: HttpRequest, body: Fields): Promise<Answer> {
  const experiment = experimentIn(body);
  const name = nameIn(body);
  const params = lastOfEach(eachIn(body, 'params', entryIn));
  const tags = lastOfEach(eachIn(body, 'tags', entryIn));
  mustBeActive(experiment, await experimentFound(request, experiment));
  const id = `m-${randomUUID().replaceAll('-', '')}`;
  await createModel(database(), {
    id,
    experiment,
    name,
    type: textIn(body, 'model_type') ?? null,
    run: textIn(body, 'source_run_id') ?? null,
    location: modelLocation(experiment, id),
    params,
    tags,
  });
  return await answered(id);
}

/** As it is now. */
export async function answered(id: string): Promise<Answer> {
  const [model] = await readModels(database(), [id]);
  if (!model) throw noModel(id);
  return json({ model: writtenModel(model) });
}

function nameIn(body: Fields): string {
  const name = textIn(body, 'name') || randomName();
  if (/[/:.%"']/.test(name))
    throw invalid(
      `Invalid model name ('${name}') provided. Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%', '"', "'")`,
    );
  return within(500, name, 'name');
}

export async function get(request: HttpRequest): Promise<Answer> {
  const model = await modelFound(request);
  const { allow_deleted: deleted } = fieldsOf(request.query);
  if (model.lifecycle === 'deleted' && String(deleted).toLowerCase() !== 'true') throw noModel(model.id);
  return json({ model: writtenModel(model) });
}
