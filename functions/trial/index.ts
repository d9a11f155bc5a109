/** One candidate: fitted on the training part, scored on the validation part. Many of these run in parallel. */

import { PermanentError } from '../../shared/events/errors.ts';
import { trialCompleted, trialRequested } from '../../shared/events/types.ts';
import { families, isFamily } from '../../shared/ml/models/families.ts';
import { modelToJson } from '../../shared/ml/models/json.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { stage } from '../../shared/runtime/stage.ts';
import { helpersOf, threadsHere } from '../../shared/runtime/threads.ts';
import { inner } from '../../shared/runtime/tracing/tracing.ts';
import { completeTrial, statusOf, type TrialResult } from '../../shared/tracking/trials.ts';
import { workspaceOf } from '../../shared/tracking/workspace.ts';
import { fitCandidate } from './fit-candidate.ts';

export const trial = stage('trial', trialRequested, async (request, { sql, dataset, objects, emit, log }) => {
  const { run, family, parameters, seed, rungs = [] } = request;
  if (!isFamily(family))
    throw new PermanentError(`no family of models "${family}", there are ${Object.keys(families)}`);
  const started = performance.now();
  const workspace = workspaceOf(objects, dataset.name, run);
  const data = await workspace.readData();
  let result: TrialResult;
  try {
    const candidate = { family, parameters, seed, rungs };
    const { model, ...fitted } = await inner(
      'fit',
      { 'marea.family': family, 'marea.rows': data.matrix.rows },
      async () => fitCandidate(dataset, data, candidate, helpersOf(threadsHere())),
    );
    // What was given up is never chosen.
    if (!fitted.stopped)
      await workspace.write(`trials/${request.trial}.json`, Buffer.from(modelToJson(model)));
    result = { ...fitted, seconds: secondsSince(started) };
  } catch (error) {
    // A candidate that cannot be fitted is a result: the search goes on without it. An object store that is away is
    // none, and says so by a code.
    if ((error as { code?: string }).code) throw error;
    const { message } = error as Error;
    log.warn({ family, parameters, error: message }, 'a candidate could not be fitted');
    result = { score: null, metrics: {}, seconds: secondsSince(started), curve: [], error: message };
  }
  await completeTrial(sql, run, request.trial, result);
  emit(trialCompleted, {
    run,
    trial: request.trial,
    status: statusOf(result),
    metrics: result.metrics,
    seconds: result.seconds,
    ...(result.error ? { error: result.error.slice(0, 2000) } : {}),
  });
});

const secondsSince = (started: number): number => (performance.now() - started) / 1000;

serveStages('trial', trial);
