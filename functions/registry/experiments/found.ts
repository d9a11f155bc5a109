/** The experiment that a request is about: there, and its caller's. */
import type { HttpRequest } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { type Experiment, experimentById } from '../../../shared/tracking/mlflow/experiments.ts';
import { mustReach } from '../reach.ts';
import { absent, invalid } from '../refused.ts';

export const noExperiment = (id: string): Error => absent(`No Experiment with id=${id} exists`);

/** @throws HttpError 404, 403 */
export async function experimentFound(request: HttpRequest, id: string): Promise<Experiment> {
  const experiment = await experimentById(database(), id);
  if (!experiment) throw noExperiment(id);
  mustReach(request, experiment.name);
  return experiment;
}

/** @throws HttpError 400 for one that is deleted */
export function mustBeActive(id: string, { lifecycle }: Pick<Experiment, 'lifecycle'>): void {
  if (lifecycle === 'active') return;
  throw invalid(`The experiment ${id} must be in the 'active' state. Current state is ${lifecycle}.`);
}
