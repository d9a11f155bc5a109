/** One candidate: fitted on the training part, scored on the validation part. Many of these run in parallel. */

import { PermanentError } from '../../shared/events/errors.ts';
import { trialCompleted, trialRequested } from '../../shared/events/types.ts';
import { families, isFamily } from '../../shared/ml/models/families.ts';
import { modelToJson } from '../../shared/ml/models/json.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { stage } from '../../shared/runtime/stage.ts';
import { examplesOf } from '../../shared/tracking/parts.ts';
import { completeTrial, type TrialResult } from '../../shared/tracking/trials.ts';
import { workspaceOf } from '../../shared/tracking/workspace.ts';
import { scoreCandidate } from './score.ts';

export const trial = stage('trial', trialRequested, async (request, { sql, dataset, objects, emit, log }) => {
  const { run, family, parameters, seed } = request;
  if (!isFamily(family))
    throw new PermanentError(`no family of models "${family}", there are ${Object.keys(families)}`);
  const started = performance.now();
  const workspace = workspaceOf(objects, dataset.name, run);
  const data = await workspace.readData();
  let result: TrialResult;
  try {
    const [examples, validation] = [examplesOf(data, 'train'), examplesOf(data, 'validation')];
    const { task } = dataset.target;
    const classes = dataset.target.task === 'classification' ? dataset.target.classes.length : 1;
    const model = families[family].fit(examples, validation, parameters, seed, { task, classes });
    const metrics = scoreCandidate(dataset, model, validation);
    await workspace.write(`trials/${request.trial}.json`, Buffer.from(modelToJson(model)));
    result = { score: scoreOf(metrics, dataset.objective.metric), metrics, seconds: secondsSince(started) };
  } catch (error) {
    // A candidate that cannot be fitted is a result: the search goes on without it. An object store that is away is
    // none, and says so by a code.
    if ((error as { code?: string }).code) throw error;
    log.warn({ family, parameters, error: (error as Error).message }, 'a candidate could not be fitted');
    result = { score: null, metrics: {}, seconds: secondsSince(started), error: (error as Error).message };
  }
  await completeTrial(sql, run, request.trial, result);
  emit(trialCompleted, {
    run,
    trial: request.trial,
    status: result.score === null ? 'failed' : 'finished',
    metrics: result.metrics,
    seconds: result.seconds,
    ...(result.error ? { error: result.error.slice(0, 2000) } : {}),
  });
});

function scoreOf(metrics: Readonly<Record<string, number>>, name: string): number {
  const score = metrics[name];
  if (score === undefined || !Number.isFinite(score)) throw new Error(`the candidate has no finite ${name}`);
  return score;
}

const secondsSince = (started: number): number => (performance.now() - started) / 1000;

serveStages('trial', trial);
