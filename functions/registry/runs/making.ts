/** Runs, made and read. */
import { randomUUID } from 'node:crypto';
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { type Entry, RUN_NAME } from '../../../shared/tracking/mlflow/batch.ts';
import { createRun, type NewRun, readRuns } from '../../../shared/tracking/mlflow/runs.ts';
import { mustBeActive, noExperiment } from '../experiments/found.ts';
import { hiddenFrom, mustReach } from '../reach.ts';
import { absent, invalid } from '../refused.ts';
import { eachIn, entryIn, lastOfEach } from '../wire/entries.ts';
import { experimentIn, type Fields, fieldsOf, runIn, textIn, timeIn } from '../wire/fields.ts';
import { randomName } from '../wire/random-name.ts';
import { writtenHead, writtenRun } from '../wire/written.ts';

export async function create(request: HttpRequest, body: Fields): Promise<Answer> {
  const run = newRun(body, request.principal.subject);
  const home = await createRun(database(), run, hiddenFrom(request));
  if (!home) throw noExperiment(run.experiment);
  mustReach(request, home.name);
  mustBeActive(run.experiment, home);
  const head = { ...run, status: 'RUNNING', ended: null, lifecycle: 'active' } as const;
  return json({ run: { info: writtenHead(head), data: { tags: run.tags }, inputs: {} } });
}

/** Sent twice, it would be two: clients do not send it twice. */
function newRun(body: Fields, principal: string): NewRun {
  const experiment = experimentIn(body);
  const tags = lastOfEach(eachIn(body, 'tags', entryIn));
  const name = nameIn(textIn(body, 'run_name'), tags);
  return {
    id: randomUUID().replaceAll('-', ''),
    experiment,
    name,
    user: textIn(body, 'user_id') ?? '',
    principal,
    started: timeIn(body, 'start_time') ?? Date.now(),
    tags: [...tags.filter(({ key }) => key !== RUN_NAME), { key: RUN_NAME, value: name }],
  };
}

function nameIn(name = '', tags: readonly Entry[]): string {
  const tag = tags.find(({ key }) => key === RUN_NAME)?.value ?? '';
  if (name !== '' && tag !== '' && name !== tag)
    throw invalid(
      `Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='${name}', mlflow.runName='${tag}').`,
    );
  return name || tag || randomName();
}

export async function get(request: HttpRequest): Promise<Answer> {
  const id = runIn(fieldsOf(request.query));
  const [run] = await readRuns(database(), [id]);
  if (!run) throw absent(`Run with id=${id} not found`);
  mustReach(request, run.owner);
  return json({ run: writtenRun(run) });
}
