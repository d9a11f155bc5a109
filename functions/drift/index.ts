/** The new rows of a batch against the production model's reference: has the world changed, and is it time to train? */
import { PassingError } from '../../shared/events/errors.ts';
import { batchCleaned, driftChecked } from '../../shared/events/types.ts';
import { compare } from '../../shared/rows/drift/compare.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { lockedBatch } from '../../shared/runtime/gone.ts';
import { stage } from '../../shared/runtime/stage.ts';
import { batchProfile } from '../../shared/tracking/batch-profile.ts';
import { ended, reached } from '../../shared/tracking/batches.ts';
import { previousProfile, rememberCheck } from '../../shared/tracking/drift-checks.ts';
import { referenceProfile } from '../../shared/tracking/reference-profile.ts';
import { decideTraining, readSituation } from '../../shared/tracking/training-decision.ts';
import { unreadableOf } from '../../shared/tracking/unreadable.ts';
import { productionVersion } from '../../shared/tracking/versions.ts';
import { noteJudged } from '../../shared/tracking/waiting-checks.ts';
import { waitingFor } from './together.ts';

export const drift = stage(
  { name: 'drift', on: batchCleaned, emits: [driftChecked] },
  async ({ batch, clean }, { sql, dataset, objects, emit }) => {
    const { retracted } = await lockedBatch({ sql, dataset }, batch);
    // It was taken back on its way: there its chain has ended.
    if (retracted) return;
    const production = await productionVersion(sql, dataset.name);
    const reference = production && (await referenceProfile(objects, dataset.name, production.version));
    const profile = await batchProfile(sql, dataset, batch, reference);
    const previous = await previousProfile(sql, dataset, batch);
    const unreadable = await unreadableOf(sql, dataset.name, batch);
    const waiting = production ? await waitingFor(sql, dataset, batch, profile, production.run_id) : [];
    const report = compare(dataset, profile, { reference, previous, waiting, unreadable });
    const decision = decideTraining(dataset.training, {
      hasModel: production !== undefined,
      drifted: report.drifted,
      driftReason: clean === 0 ? 'the batch has no new rows' : report.reason,
      ...(await readSituation(sql, dataset)),
    });
    const isNew = await rememberCheck(sql, {
      dataset: dataset.name,
      batch,
      version: production?.version,
      report,
      decision,
      profile,
      waits: report.production === null && profile.rows > 0,
    });
    // Another event about the same batch: what the first one told is on its way.
    if (!isNew) return;
    if (report.production && !(await noteJudged(sql, dataset.name, batch, report.together)))
      throw new PassingError(`another batch was judged together with some that "${batch}" is judged with`);
    if (decision.train) await reached(sql, dataset.name, batch, 'checked');
    else await ended(sql, dataset.name, batch, 'not trained', decision.reason);
    emit(
      driftChecked,
      { batch, drifted: report.drifted, ...decision },
      { subject: batch, train: `${decision.train}` },
    );
  },
);

serveStages('drift', drift);
