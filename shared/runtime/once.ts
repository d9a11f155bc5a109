/**
 * The handling of one event in one transaction, under a lock on the event's identity: what the handler writes, the
 * mark that it is done and the events that it owes are there together, or not at all.
 */
import type { Dataset } from '../datasets/declaration.ts';
import { Gone, PassingError } from '../events/errors.ts';
import type { Event, EventType } from '../events/event.ts';
import { conflictIn, tryAgain } from '../store/conflict.ts';
import type { Transaction } from '../store/database.ts';
import { emitter } from './emitter.ts';
import { type Cause, owe } from './outbox.ts';
import type { StageContext, StageResources } from './stage.ts';
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
}

/** @throws PassingError when others are in the way and trying again does not help; else what the handler throws */
export async function once(resources: StageResources, work: Work): Promise<Outcome> {
  const limitMs = (resources.limitSeconds ?? LIMIT_SECONDS) * 1000;
  const until = performance.now() + limitMs * WAITING_SHARE;
  const onAgain = (conflict: string): void =>
    resources.log.info({ conflict }, 'the transaction is tried again');
  try {
    return await tryAgain(() => inTransaction(resources, work, until), { limitMs, onAgain });
  } catch (error) {
    if (error instanceof Gone) return await gone(resources, work.cause, error);
    const conflict = conflictIn(error);
    if (conflict === undefined) throw error;
    const message = `the transaction was given up, ${conflict}: ${(error as Error).message}`;
    throw new PassingError(message, { cause: error });
  }
}

/** @param until when what it waits for is to be had, by performance.now() */
async function inTransaction(resources: StageResources, work: Work, until: number): Promise<Outcome> {
  const { cause, event, dataset, handle } = work;
  const { objects, log, sink, trace = traceFrom(event) } = resources;
  const outcome = await resources.sql.begin(async (sql): Promise<Outcome> => {
    await waitAtMost(sql, until);
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${cause.stage}\n${cause.source}\n${cause.id}`}, 0))`;
    await waitAtMost(sql, until);
    if (await isDone(sql, cause)) return 'done before';
    const { emit, emitted } = emitter(cause, event, trace);
    await handle(event.data, { event, dataset, sql, objects, log, trace, emit });
    if (emitted.length > 0 && !sink)
      throw new PassingError('K_SINK is not set: there is nowhere to send events');
    await owe(sql, cause, emitted);
    await sql`
      update marea.stages set status = 'done', error = null, ended_at = clock_timestamp()
      where stage = ${cause.stage} and source = ${cause.source} and event_id = ${cause.id}`;
    return 'done';
  });
  return outcome as Outcome;
}

async function isDone(sql: Transaction, { stage, source, id }: Cause): Promise<boolean> {
  const [mark] = await sql<{ status: string }[]>`
    select status from marea.stages where stage = ${stage} and source = ${source} and event_id = ${id}`;
  return mark?.status === 'done';
}

/** For a lock. Nobody ends the transaction for being idle: a fit is under way meanwhile. */
async function waitAtMost(tx: Transaction, until: number): Promise<void> {
  const milliseconds = Math.max(1, Math.round(until - performance.now()));
  await tx.unsafe(
    `set local lock_timeout = ${milliseconds}; set local idle_in_transaction_session_timeout = 0`,
  );
}

/** Ends the event: what it is about was reset, and nothing is left to be done. */
async function gone({ sql, log }: StageResources, cause: Cause, { message }: Gone): Promise<Outcome> {
  log.info({ stage: cause.stage, reason: message }, 'what the event is about is gone');
  await sql`
    update marea.stages set status = 'done', error = ${message.slice(0, 2000)}, ended_at = clock_timestamp()
    where stage = ${cause.stage} and source = ${cause.source} and event_id = ${cause.id} and status <> 'done'`;
  return 'gone';
}
