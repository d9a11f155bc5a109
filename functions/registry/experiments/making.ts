/** Experiments, made and read. */
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { createExperiment, experimentByName } from '../../../shared/tracking/mlflow/experiments.ts';
import { mustReach } from '../reach.ts';
import { absent, invalid, taken } from '../refused.ts';
import { eachIn, experimentTagIn, lastOfEach } from '../wire/entries.ts';
import { experimentIn, type Fields, fieldsOf, requiredIn, textIn } from '../wire/fields.ts';
import { within } from '../wire/names.ts';
import { writtenExperiment } from '../wire/written.ts';
import { experimentFound } from './found.ts';

const NAME_LIMIT = 500;
export const experimentNameIn = (fields: Fields, field: string): string =>
  within(NAME_LIMIT, requiredIn(fields, field), 'name');

export async function create(request: HttpRequest, body: Fields): Promise<Answer> {
  const name = experimentNameIn(body, 'name');
  refuseLocation(textIn(body, 'artifact_location'));
  const tags = lastOfEach(eachIn(body, 'tags', experimentTagIn));
  mustReach(request, name);
  const id = await createExperiment(database(), name, tags);
  if (id === undefined) throw taken(`Experiment(name=${name}) already exists.`);
  return json({ experiment_id: id });
}

/** Who reads and writes files is asked by the experiment in their path: it cannot be anywhere else. */
function refuseLocation(location = ''): void {
  if (location === '') return;
  if (location.startsWith('runs:'))
    throw invalid(`Artifact location cannot be a runs:/ URI. Given: '${location}'`);
  const say = 'Leave artifact_location out';
  throw invalid(`Artifacts are kept by this server, in a place of its own. ${say}. Given: '${location}'`);
}

export async function get(request: HttpRequest): Promise<Answer> {
  const experiment = await experimentFound(request, experimentIn(fieldsOf(request.query)));
  return json({ experiment: writtenExperiment(experiment) });
}

export async function getByName(request: HttpRequest): Promise<Answer> {
  const name = requiredIn(fieldsOf(request.query), 'experiment_name');
  mustReach(request, name);
  const experiment = await experimentByName(database(), name);
  if (!experiment) throw absent(`Could not find experiment with name '${name}'`);
  return json({ experiment: writtenExperiment(experiment) });
}
