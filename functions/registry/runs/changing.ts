/** Runs, changed, deleted and restored. */
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import type { RunStatus } from '../../../shared/tracking/mlflow/run.ts';
import { moveRun, updateRun } from '../../../shared/tracking/mlflow/runs.ts';
import { deleteTag as deleteTagOf } from '../../../shared/tracking/mlflow/tags.ts';
import { targetRun } from '../../../shared/tracking/mlflow/target.ts';
import { hiddenFrom } from '../reach.ts';
import { absent } from '../refused.ts';
import { type Fields, requiredIn, runIn, textIn, timeIn, wrong } from '../wire/fields.ts';
import { writtenHead } from '../wire/written.ts';
import { mustBeThere, mustTake, refusePipeline, targetFound } from './target.ts';

/** By their numbers, from 1, by which some clients call them. */
const STATUSES: readonly RunStatus[] = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'];

function statusIn({ status }: Fields): RunStatus | undefined {
  if (status === undefined || status === null) return undefined;
  const found = STATUSES.find((one, index) => one === status || index + 1 === status);
  if (!found) throw wrong('status', status, `Valid values are ${STATUSES.join(', ')}.`);
  return found;
}

export async function update(request: HttpRequest, body: Fields): Promise<Answer> {
  const id = runIn(body);
  const change = {
    status: statusIn(body),
    ended: timeIn(body, 'end_time'),
    name: textIn(body, 'run_name') || undefined,
  };
  const target = mustTake(request, id, await updateRun(database(), id, change, hiddenFrom(request)));
  if (!target.run) {
    refusePipeline(id, target, 'A name and tags can be set.');
    throw new Error(`run ${id} was not changed`);
  }
  return json({ run_info: writtenHead(target.run) });
}

export async function remove(request: HttpRequest, body: Fields): Promise<Answer> {
  const id = runIn(body);
  const target = mustBeThere(request, id, await targetRun(database(), id));
  refusePipeline(id, target, 'It stays.');
  await moveRun(database(), id, 'deleted');
  return json({});
}

export async function restore(request: HttpRequest, body: Fields): Promise<Answer> {
  const id = runIn(body);
  mustBeThere(request, id, await targetRun(database(), id));
  await moveRun(database(), id, 'active');
  return json({});
}

export async function deleteTag(request: HttpRequest, body: Fields): Promise<Answer> {
  const id = runIn(body);
  const key = requiredIn(body, 'key');
  await targetFound(request, id);
  if (!(await deleteTagOf(database(), id, key)))
    throw absent(`No tag with name: ${key} in run with id ${id}`);
  return json({});
}
