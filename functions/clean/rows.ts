/** The rows of a batch, frame by frame: judged, looked up, and those stored that are not there yet. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { takeRows } from '../../shared/ml/table.ts';
import { derive, operandsOf } from '../../shared/rows/cleaning/derive.ts';
import type { Frame } from '../../shared/rows/cleaning/frame.ts';
import { type Forms, type Processed, processor } from '../../shared/rows/cleaning/process.ts';
import { type Unreadable, unreadableTally } from '../../shared/rows/cleaning/unreadable.ts';
import type { StageContext } from '../../shared/runtime/context.ts';
import { beside, type Transaction } from '../../shared/store/database.ts';
import type { StoredBatch } from '../../shared/tracking/ledger.ts';
import { frames } from './frames.ts';
import { readAhead } from './read-ahead.ts';
import { cleanTuples, type Fresh, hasRows, newOnes, storeClean, storeRejected } from './store.ts';

/** Whose rows, and how to get to them. */
export type Place = Pick<StageContext, 'sql' | 'pool' | 'dataset'>;

export interface Cleaning {
  /** How columns are written; default as the batch was read before, plainly where it was not. */
  readonly forms?: Forms;
  /** Rejected rows are stored already, as the batch is cleaned again: they are left as they are. Default false. */
  readonly again?: boolean;
}

export interface Cleaned {
  /** Rows that were not in the table, of any batch, and now are. */
  readonly stored: number;
  /** Rows that were there before, in earlier batches or earlier in this one. */
  readonly duplicate: number;
  readonly unreadable: Unreadable;
}

/**
 * Postgres and this process work at the same time: while one frame is being stored, the next one is processed, and the
 * one behind it read, over a connection of its own. Raw rows were committed before, and do not change.
 */
export async function cleanRows(
  { sql, pool, dataset }: Place,
  batch: StoredBatch,
  cleaning: Cleaning = {},
): Promise<Cleaned> {
  return await beside(pool, 'clean reads', (reading) =>
    cleanFrames(sql, dataset, batch, readAhead(frames(reading, dataset, batch.id)), cleaning),
  );
}

async function cleanFrames(
  sql: Transaction,
  dataset: Dataset,
  batch: StoredBatch,
  source: AsyncGenerator<Frame>,
  { forms = batch.forms, again = false }: Cleaning,
): Promise<Cleaned> {
  // Some time to load, and only here: the first rows are read meanwhile.
  const danfo = import('danfojs-node');
  const process = processor(dataset, forms);
  const tally = unreadableTally();
  const counts = { stored: 0, duplicate: 0 };
  const hadRows = await hasRows(sql, dataset);
  let stored: Promise<void> | undefined;
  for await (const frame of source) {
    const processed = process(frame);
    tally.add(frame, processed.normalised);
    const { candidates } = processed;
    if (hadRows) await stored;
    const fresh = hadRows ? await newOnes(sql, dataset, candidates) : candidates;
    counts.stored += fresh.rows.length;
    counts.duplicate += candidates.repeated + candidates.rows.length - fresh.rows.length;
    const tuples = tuplesFor(await danfo, dataset, batch, frame, processed, fresh);
    await stored;
    if (!again) await storeRejected(sql, dataset, batch, frame, processed);
    stored = tuples && (await storeClean(sql, dataset, tuples)).finished;
  }
  await stored;
  return { ...counts, unreadable: tally.total() };
}

function tuplesFor(
  danfo: typeof import('danfojs-node'),
  dataset: Dataset,
  batch: StoredBatch,
  frame: Frame,
  processed: Processed,
  fresh: Fresh,
): Buffer | undefined {
  if (fresh.rows.length === 0) return undefined;
  const operands = takeRows({ columns: operandsOf(dataset, processed.columns) }, fresh.rows);
  const derived = derive(danfo, dataset, operands, batch.day);
  return cleanTuples(dataset, batch, frame, processed, fresh, derived);
}
