/** Experiments, renamed, deleted, restored and tagged. Those of data sets stay what they are: the pipeline trains in them. */
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import {
  deleteExperimentTag,
  type Experiment,
  type Lifecycle,
  moveExperiment,
  renameExperiment,
  setExperimentTag,
} from '../../../shared/tracking/mlflow/experiments.ts';
import { datasetOf, mustReach } from '../reach.ts';
import { absent, invalid, taken } from '../refused.ts';
import { experimentTagIn } from '../wire/entries.ts';
import { experimentIn, type Fields, requiredIn } from '../wire/fields.ts';
import { experimentFound, mustBeActive, noExperiment } from './found.ts';
import { experimentNameIn } from './making.ts';

export async function update(request: HttpRequest, body: Fields): Promise<Answer> {
  const id = experimentIn(body);
  const name = experimentNameIn(body, 'new_name');
  const experiment = await experimentFound(request, id);
  if (experiment.lifecycle !== 'active') throw invalid('Cannot rename a non-active experiment.');
  mustReach(request, name);
  if (name !== experiment.name)
    for (const one of [experiment.name, name]) refuseOfDataset(id, one, 'renamed');
  if (!(await renameExperiment(database(), id, name)))
    throw taken(`Experiment(name=${name}) already exists.`);
  return json({});
}

function refuseOfDataset(id: string, name: string, what: string): void {
  if (datasetOf(name) === undefined) return;
  throw invalid(`Experiment ${id} cannot be ${what}: "${name}" is the experiment of the data set ${name}`);
}

const moving =
  (from: Lifecycle, to: Lifecycle) =>
  async (request: HttpRequest, body: Fields): Promise<Answer> => {
    const id = experimentIn(body);
    const experiment = await experimentFound(request, id);
    if (experiment.lifecycle !== from) throw noExperiment(id);
    if (to === 'deleted') refuseOfDataset(id, experiment.name, to);
    await moveExperiment(database(), id, to);
    return json({});
  };
export const remove = moving('active', 'deleted');
export const restore = moving('deleted', 'active');

async function activeIn(request: HttpRequest, body: Fields): Promise<Experiment> {
  const experiment = await experimentFound(request, experimentIn(body));
  mustBeActive(experiment.id, experiment);
  return experiment;
}

export async function setTag(request: HttpRequest, body: Fields): Promise<Answer> {
  const tag = experimentTagIn(body);
  const { id } = await activeIn(request, body);
  await setExperimentTag(database(), id, tag);
  return json({});
}

export async function deleteTag(request: HttpRequest, body: Fields): Promise<Answer> {
  const key = requiredIn(body, 'key');
  const { id } = await activeIn(request, body);
  if (!(await deleteExperimentTag(database(), id, key)))
    throw absent(`No tag with name: ${key} in experiment with id ${id}`);
  return json({});
}
