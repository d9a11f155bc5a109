/** A training up to the end of its search: the snapshot and its features, rounds of trials as events. */
import { PermanentError } from '../../shared/events/errors.ts';
import { driftChecked, trainingRequested, trialCompleted } from '../../shared/events/types.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { batchIsThere, runIsThere } from '../../shared/runtime/gone.ts';
import { stage } from '../../shared/runtime/stage.ts';
import type { Query } from '../../shared/store/database.ts';
import { ended } from '../../shared/tracking/batches.ts';
import { driftOf } from '../../shared/tracking/drift-checks.ts';
import { remember } from '../../shared/tracking/production.ts';
import { retractedAmong } from '../../shared/tracking/retraction.ts';
import { trainingRunOf } from '../../shared/tracking/runs.ts';
import { awaitsTraining } from '../../shared/tracking/there.ts';
import { decideTraining, readSituation } from '../../shared/tracking/training-decision.ts';
import { trialNumbered } from '../../shared/tracking/trials.ts';
import { productionVersion } from '../../shared/tracking/versions.ts';
import { continueSearch, searchEmits } from './search.ts';
import { startTraining } from './start.ts';

/** A batch asks: `drift` found that it is time. Between its look and now another training may have begun. */
export const onDrift = stage(
  { name: 'train', on: driftChecked, emits: searchEmits },
  async ({ batch }, context) => {
    const { sql, dataset } = context;
    await batchIsThere(context, batch);
    // It was taken back on its way: there its chain has ended.
    if ((await retractedAmong(sql, dataset.name, [batch])).length > 0) return;
    const reason = await foundReason(sql, dataset.name, batch);
    const { activeRun } = await readSituation(sql, dataset);
    if (activeRun) await ended(sql, dataset.name, batch, 'not trained', `run ${activeRun} is under way`);
    else await startTraining(context, { batch, reason });
  },
);

/** A person asks: drift is no condition then, the others are. */
export const onRequest = stage(
  { name: 'train', on: trainingRequested, emits: searchEmits },
  async ({ reason }, context) => {
    const { sql, dataset, event } = context;
    const decision = decideTraining(dataset.training, {
      hasModel: (await productionVersion(sql, dataset.name)) !== undefined,
      drifted: false,
      driftReason: '',
      asked: reason,
      ...(await readSituation(sql, dataset)),
    });
    if (decision.train) await startTraining(context, { reason: decision.reason });
    else
      await remember(sql, {
        name: dataset.name,
        run: trainingRunOf(event),
        event: 'training refused',
        reason: decision.reason,
      });
  },
);

export const onTrial = stage(
  { name: 'train', on: trialCompleted, emits: searchEmits },
  async ({ run, trial }, context) => {
    await runIsThere(context, run);
    await mustHaveResult(context.sql, run, trial);
    await continueSearch(context, run);
  },
);

/** What `drift` found and the word of it are committed together. @throws PermanentError where nobody can have sent that word */
async function foundReason(sql: Query, dataset: string, batch: string): Promise<string> {
  const found = await driftOf(sql, dataset, batch);
  if (!found) throw new PermanentError(`batch "${batch}" was not checked for drift`);
  if (!found.train) throw new PermanentError(`batch "${batch}" is no reason to train: ${found.reason}`);
  if (!(await awaitsTraining(sql, dataset, batch)))
    throw new PermanentError(`what was found of batch "${batch}" has been acted on already`);
  return found.reason;
}

/** Its result and the word of it are committed together. @throws PermanentError where nobody can have sent that word */
async function mustHaveResult(sql: Query, run: string, trial: number): Promise<void> {
  const status = (await trialNumbered(sql, run, trial))?.status;
  if (status === undefined) throw new PermanentError(`run ${run} has planned no trial ${trial}`);
  if (status === 'requested') throw new PermanentError(`trial ${trial} of run ${run} has no result yet`);
}

serveStages('train', onDrift, onRequest, onTrial);
