/**
 * clean: from raw text to typed rows. Frame by frame, whole columns are normalised, rows that break a rule are set
 * aside with the reason, rows that are there already are counted as duplicates, the rest gets its derived columns.
 */
import { batchCleaned, batchStored } from '../../shared/events/types.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { stage } from '../../shared/runtime/stage.ts';
import { closeLedger, storedBatch } from './ledger.ts';
import { cleanRows, oneAtATime } from './rows.ts';

export const clean = stage(
  { name: 'clean', on: batchStored, emits: [batchCleaned] },
  async (data, { dataset, sql, log, emit }) => {
    await oneAtATime(sql, dataset);
    const stored = await storedBatch(sql, dataset, data.batch);
    // Another event about the same batch: its rows are where they belong, only the word is passed on again.
    const ledger =
      stored.stage === 'stored'
        ? await closeLedger(sql, dataset, stored, (await cleanRows(sql, dataset, stored)).duplicate)
        : stored;
    const { received, clean, rejected, duplicate } = ledger;
    log.info({ batch: stored.id, received, clean, rejected, duplicate }, 'batch cleaned');
    emit(batchCleaned, { batch: stored.id, received, clean, rejected, duplicate }, { subject: stored.id });
  },
);

serveStages('clean', clean);
