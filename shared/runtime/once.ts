/**
 * The handling of one event in one transaction, under a lock on the event's identity: what the handler writes, the
 * mark that it is done and the events that it owes are there together, or not at all.
 */
import type { Dataset } from '../datasets/declaration.ts';
import { Gone, PassingError } from '../events/errors.ts';
import type { Event, EventType } from '../events/event.ts';
import { conflictIn, tryAgain } from '../store/conflict.ts';
import type { Transaction } from '../store/database.ts';
import { shareDataset } from '../store/locks.ts';
import type { StageContext, StageResources } from './context.ts';
import { emitter } from './emitter.ts';
import { begun, done, markOf, unmark } from './mark.ts';
import { type Cause, owe } from './outbox.ts';
import { traceFrom } from './trace.ts';

/** `gone`: what the event is about is there no longer. */
export type Outcome = 'done' | 'done before' | 'gone';

const LIMIT_SECONDS = 600;
/** Of its time, what a delivery may wait for locks: whoever holds one has the same time, and then comes an answer. */
const WAITING_SHARE = 0.95;

export type Handle = (data: unknown, context: StageContext<EventType>) => Promise<void>;

export interface Work {
  readonly cause: Cause;
  readonly event: Event;
  readonly dataset: Dataset;
  readonly handle: Handle;
  /** It holds the data set when it begins to write, rather than from the beginning. */
  readonly longWork: boolean;
}

/** @throws PassingError when others are in the way and trying again does not help; else what the handler throws */
export async function once(resources: StageResources, work: Work): Promise<Outcome> {
  const limitMs = (resources.limitSeconds ?? LIMIT_SECONDS) * 1000;
  const until = performance.now() + limitMs * WAITING_SHARE;
  const onAgain = (conflict: string): void =>
    resources.log.info({ conflict }, 'the transaction is tried again');
  const attempt = (run: typeof handled): Promise<Outcome | 'forgotten'> =>
    tryAgain(() => run(resources, work, until), { limitMs, onAgain });
  try {
    for (;;) {
      const outcome = await attempt(handled);
      if (outcome !== 'forgotten') return outcome;
      await begun(resources.sql, work.cause, work.event);
    }
  } catch (error) {
    if (error instanceof Gone) {
      resources.log.info(
        { stage: work.cause.stage, reason: error.message },
        'what the event is about is gone',
      );
      return (await attempt(gone)) as Outcome;
    }
    const conflict = conflictIn(error);
    if (conflict === undefined) throw error;
    const message = `the transaction was given up, ${conflict}: ${(error as Error).message}`;
    throw new PassingError(message, { cause: error });
  }
}

/**
 * @param until when what it waits for is to be had, by performance.now()
 * @returns `forgotten` when the mark went while long work waited to begin: it is to be begun anew
 */
async function handled(resources: StageResources, work: Work, until: number): Promise<Outcome | 'forgotten'> {
  const { cause, event, dataset, handle, longWork } = work;
  const { objects, log, sink, trace = traceFrom(event) } = resources;
  const outcome = await resources.sql.begin(async (sql): Promise<Outcome | 'forgotten'> => {
    await lockEvent(sql, cause, until);
    if (!longWork) await shareDataset(sql, dataset.name);
    const mark = await markOf(sql, cause);
    if (mark?.status === 'done') return 'done before';
    if (mark === undefined) {
      if (longWork) return 'forgotten';
      // A reset has forgotten the mark: for who holds the data set by now it was before the event.
      await begun(sql, cause, event);
    }
    const hold = longWork ? holding(sql, work, mark?.since) : async () => {};
    const { emit, emitted } = emitter(cause, event, trace);
    await handle(event.data, { event, dataset, sql, pool: resources.sql, objects, log, trace, hold, emit });
    await hold();
    if (emitted.length > 0 && !sink)
      throw new PassingError('K_SINK is not set: there is nowhere to send events');
    await owe(sql, cause, emitted);
    await done(sql, cause);
    return 'done';
  });
  return outcome as Outcome | 'forgotten';
}

/** A mark that is gone, or is another, tells of a reset between the beginning of the work and now. */
function holding(sql: Transaction, { cause, dataset }: Work, since: string | undefined): () => Promise<void> {
  let held = false;
  return async () => {
    if (held) return;
    await shareDataset(sql, dataset.name);
    held = true;
    if ((await markOf(sql, cause))?.since !== since)
      throw new Gone(`${dataset.name} was reset in the meantime`);
  };
}

/**
 * Ends an event about what a reset has forgotten. It leaves no mark: the data set may begin anew with the same batch,
 * whose events have the same identities, and those are not done.
 */
async function gone({ sql }: StageResources, { cause }: Work, until: number): Promise<Outcome> {
  await sql.begin(async (tx) => {
    await lockEvent(tx, cause, until);
    await unmark(tx, cause);
  });
  return 'gone';
}

/** One delivery of an event at a time. */
async function lockEvent(tx: Transaction, { stage, source, id }: Cause, until: number): Promise<void> {
  await waitAtMost(tx, until);
  await tx`select pg_advisory_xact_lock(hashtextextended(${`${stage}\n${source}\n${id}`}, 0))`;
  await waitAtMost(tx, until);
}

/** For a lock. Nobody ends the transaction for being idle: a fit is under way meanwhile. */
async function waitAtMost(tx: Transaction, until: number): Promise<void> {
  const milliseconds = Math.max(1, Math.round(until - performance.now()));
  await tx.unsafe(
    `set local lock_timeout = ${milliseconds}; set local idle_in_transaction_session_timeout = 0`,
  );
}
