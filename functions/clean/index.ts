/**
 * clean: from raw text to typed rows. Frame by frame, whole columns are normalised, rows that break a rule are set
 * aside with the reason, rows that are there already are counted as duplicates, the rest gets its derived columns.
 */
import { batchCleaned, batchStored } from '../../shared/events/types.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { lockedBatch } from '../../shared/runtime/gone.ts';
import { stage } from '../../shared/runtime/stage.ts';
import { ownRows } from '../../shared/store/locks.ts';
import { cleanBatch } from './batch.ts';
import { retract } from './retract.ts';

export { retract } from './retract.ts';

export const clean = stage(
  { name: 'clean', on: batchStored, emits: [batchCleaned] },
  async (data, { dataset, sql, pool, log, emit }) => {
    // Whoever adds rows must be alone with the data set: only so can a look say which rows are new.
    await ownRows(sql, dataset.name);
    const stored = await lockedBatch({ sql, dataset }, data.batch);
    // Another event about the same batch: its rows are where they belong, only the word is passed on again.
    const ledger = stored.stage === 'stored' ? await cleanBatch({ sql, pool, dataset }, stored) : stored;
    const { id: batch, received, clean, rejected, duplicate, held } = ledger;
    log.info({ batch, received, clean, rejected, duplicate, held }, 'batch cleaned');
    if (held === null && !ledger.retracted)
      emit(batchCleaned, { batch, received, clean, rejected, duplicate }, { subject: batch });
  },
);

serveStages('clean', clean, retract);
