/**
 * clean: from raw text to typed rows. Frame by frame, whole columns are normalised, rows that break a rule are set
 * aside with the reason, rows that are there already are counted as duplicates, the rest gets its derived columns.
 */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { batchCleaned, batchStored } from '../../shared/events/types.ts';
import { takeRows } from '../../shared/ml/table.ts';
import { derive } from '../../shared/rows/cleaning/derive.ts';
import type { Frame } from '../../shared/rows/cleaning/frame.ts';
import { identitySet } from '../../shared/rows/cleaning/identity-set.ts';
import { type Processed, process } from '../../shared/rows/cleaning/process.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { stage } from '../../shared/runtime/stage.ts';
import type { Transaction } from '../../shared/store/database.ts';
import type { StoredBatch } from '../../shared/tracking/ledger.ts';
import { frames } from './frames.ts';
import { closeLedger, storedBatch } from './ledger.ts';
import { cleanLines, type Fresh, newOnes, storeClean, storeRejected } from './store.ts';

export const clean = stage(
  { name: 'clean', on: batchStored, emits: [batchCleaned] },
  async (data, { dataset, sql, log, emit }) => {
    await oneAtATime(sql, dataset);
    const stored = await storedBatch(sql, dataset, data.batch);
    // Another event about the same batch: its rows are where they belong, only the word is passed on again.
    const ledger =
      stored.stage === 'stored'
        ? await closeLedger(sql, dataset, stored, await cleanRows(sql, dataset, stored))
        : stored;
    const { received, clean, rejected, duplicate } = ledger;
    log.info({ batch: stored.id, received, clean, rejected, duplicate }, 'batch cleaned');
    emit(batchCleaned, { batch: stored.id, received, clean, rejected, duplicate }, { subject: stored.id });
  },
);

/** Whoever adds rows must be alone with the data set: only so can a look say which rows are new. */
async function oneAtATime(sql: Transaction, { name }: Dataset): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`clean\n${name}`}, 0))`;
}

/**
 * Postgres and this process work at the same time: while one frame is being stored, the next one, read before, is
 * processed.
 * @returns how many of the batch's rows were there before, in earlier batches or earlier in this one
 */
async function cleanRows(sql: Transaction, dataset: Dataset, batch: StoredBatch): Promise<number> {
  // Half a second to load, and only here: the first rows are read meanwhile.
  const danfo = import('danfojs-node');
  const seen = identitySet();
  const source = frames(sql, dataset, batch.id);
  let duplicates = 0;
  let stored: Promise<void> | undefined;
  for (let next = await source.next(); !next.done; ) {
    const frame = next.value;
    const processed = process(dataset, frame, seen);
    await stored;
    const { candidates } = processed;
    const fresh = await newOnes(sql, dataset, candidates);
    duplicates += candidates.repeated + candidates.rows.length - fresh.rows.length;
    await storeRejected(sql, dataset, batch, frame, processed);
    const following = source.next();
    const lines = linesFor(await danfo, dataset, batch, frame, processed, fresh);
    next = await following;
    stored = lines === '' ? undefined : (await storeClean(sql, dataset, lines)).finished;
  }
  await stored;
  return duplicates;
}

function linesFor(
  danfo: typeof import('danfojs-node'),
  dataset: Dataset,
  batch: StoredBatch,
  frame: Frame,
  processed: Processed,
  fresh: Fresh,
): string {
  if (fresh.rows.length === 0) return '';
  const derived = derive(danfo, dataset, takeRows(processed, fresh.rows), batch.day);
  return cleanLines(dataset, batch, frame, processed, fresh, derived);
}

serveStages('clean', clean);
