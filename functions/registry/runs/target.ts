/** Whether a run takes what is written to it: there, its caller's, not deleted, and not the pipeline's. */
import type { HttpRequest } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { type Target, targetRun } from '../../../shared/tracking/mlflow/target.ts';
import { mustReach } from '../reach.ts';
import { absent, invalid } from '../refused.ts';
import { wrong } from '../wire/fields.ts';

const RUN_ID = /^[a-zA-Z0-9][\p{L}\p{N}_-]{0,255}$/u;

/** @throws HttpError 400 */
export function mustBeRunId(id: string): void {
  if (!RUN_ID.test(id)) throw wrong('run_id', id);
}

type Known = Omit<Target, 'experiment'>;

/** @throws HttpError 404, 403 */
export function mustBeThere<T extends Known>(
  request: HttpRequest,
  id: string,
  target: T | null | undefined,
): T {
  if (!target) throw absent(`Run with id=${id} not found`);
  mustReach(request, target.name);
  return target;
}

/** @throws HttpError 404, 403, 400 */
export function mustTake<T extends Known>(request: HttpRequest, id: string, target: T | undefined): T {
  const { lifecycle } = mustBeThere(request, id, target);
  if (lifecycle !== 'active')
    throw invalid(`The run ${id} must be in the 'active' state. Current state is ${lifecycle}.`);
  return target as T;
}

/** @param but what others may do with it @throws HttpError 400 */
export function refusePipeline(id: string, { pipeline, name }: Known, but: string): void {
  if (pipeline)
    throw invalid(
      `Run ${id} is of a training of the data set ${name}: what is in it is the pipeline's. ${but}`,
    );
}

/** One that is written to in a statement of its own. @throws HttpError 404, 403, 400 */
export async function targetFound(request: HttpRequest, id: string): Promise<Target> {
  return mustTake(request, id, await targetRun(database(), id));
}
