/** What became of one candidate: its scores, with its model stored, or why it could not be fitted. */
import { PermanentError } from '../../shared/events/errors.ts';
import type { DataOf } from '../../shared/events/event.ts';
import type { trialRequested } from '../../shared/events/types.ts';
import { families, isFamily } from '../../shared/ml/models/families.ts';
import type { Family } from '../../shared/ml/models/family.ts';
import { FitFailure } from '../../shared/ml/models/fit-failure.ts';
import { modelToJson } from '../../shared/ml/models/json.ts';
import type { Rung } from '../../shared/ml/search/halving.ts';
import type { StageContext } from '../../shared/runtime/stage.ts';
import { helpersOf, threadsHere } from '../../shared/runtime/threads.ts';
import { inner } from '../../shared/runtime/tracing/tracing.ts';
import type { TrialResult } from '../../shared/tracking/trials.ts';
import { type TrainingData, workspaceOf } from '../../shared/tracking/workspace.ts';
import { type Fitted, fitCandidate } from './fit-candidate.ts';

type Asked = DataOf<typeof trialRequested> & {
  /** Where its fit is compared with earlier ones. */
  readonly rungs: readonly Rung[];
};

/**
 * @throws PermanentError for a family that there is not; whatever keeps a fit from being done (stores, threads,
 *   memory): it says nothing of the candidate, and is to be tried again
 */
export async function attempt(request: Asked, { dataset, objects, log }: StageContext): Promise<TrialResult> {
  const { run, trial, parameters } = request;
  const family = familyNamed(request.family);
  const started = performance.now();
  const workspace = workspaceOf(objects, dataset.name, run);
  const data = await workspace.readData();
  const fitted = await judged(() => fitTraced(dataset, data, { ...request, family }));
  const seconds = (): number => (performance.now() - started) / 1000;
  if (fitted instanceof FitFailure) {
    const { message } = fitted;
    log.warn({ family, parameters, error: message }, 'a candidate could not be fitted');
    return { score: null, metrics: {}, seconds: seconds(), curve: [], error: message };
  }
  const { model, ...result } = fitted;
  // What was given up is never chosen.
  if (!result.stopped) await workspace.write(`trials/${trial}.json`, Buffer.from(modelToJson(model)));
  return { ...result, seconds: seconds() };
}

function familyNamed(name: string): Family {
  if (isFamily(name)) return name;
  throw new PermanentError(`no family of models "${name}", there are ${Object.keys(families)}`);
}

/** A candidate that cannot be fitted is a result: the search goes on without it. */
async function judged(work: () => Promise<Fitted>): Promise<Fitted | FitFailure> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FitFailure) return error;
    throw error;
  }
}

const fitTraced = (
  dataset: StageContext['dataset'],
  data: TrainingData,
  { family, parameters, seed, rungs }: Asked & { readonly family: Family },
): Promise<Fitted> =>
  inner('fit', { 'marea.family': family, 'marea.rows': data.matrix.rows }, async () =>
    fitCandidate(dataset, data, { family, parameters, seed, rungs }, helpersOf(threadsHere())),
  );
