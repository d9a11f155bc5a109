/**
 * A change by a person: its effects, its row in the audit and the event that tells of it are one transaction, so that
 * nothing is changed without a record, nor recorded without a change.
 */
import { randomUUID } from 'node:crypto';
import { audit, type Change } from '../../shared/access/audit.ts';
import type { AuditRow } from '../../shared/access/chain.ts';
import type { Principal } from '../../shared/access/principal.ts';
import { derivedId, type Event } from '../../shared/events/event.ts';
import { changeRecorded } from '../../shared/events/types.ts';
import type { Logger } from '../../shared/runtime/log.ts';
import { type Cause, owe, sendOwed } from '../../shared/runtime/outbox.ts';
import { type Trace, traceHeaders } from '../../shared/runtime/trace.ts';
import type { Sql, Transaction } from '../../shared/store/database.ts';

export interface Changing {
  readonly sql: Sql;
  readonly log: Logger;
  /** Where events go; without it they wait for `reconcile`. */
  readonly sink: string | undefined;
  /** Of the request. */
  readonly trace: Trace;
  readonly principal: Principal;
}

export const SOURCE = '/marea/console';

export interface Recording {
  /** Of whatever the transaction owes. */
  readonly cause: Cause;
  /** The last that the transaction does. */
  record(change: Omit<Change, 'principal'>): Promise<void>;
}

/**
 * Runs a transaction, and sends what it owes.
 * @param id of the event that it owes, if that is one
 */
export async function recorded<T>(
  changing: Changing,
  work: (tx: Transaction, recording: Recording) => Promise<T>,
  id = randomUUID() as string,
): Promise<T> {
  const done = (await changing.sql.begin((tx) => work(tx, recordingIn(tx, causeOf(id), changing)))) as T;
  await sendSoon(changing, id);
  return done;
}

const causeOf = (id: string): Cause => ({ stage: 'console', source: SOURCE, id });

const recordingIn = (
  tx: Transaction,
  cause: Cause,
  { principal, trace }: Pick<Changing, 'principal' | 'trace'>,
): Recording => ({
  cause,
  async record(change) {
    await owe(tx, cause, [told(await audit(tx, { ...change, principal }), trace)]);
  },
});

function told({ previous: _, dataset, ...row }: AuditRow, trace: Trace): Event {
  return {
    id: derivedId({ source: SOURCE, id: row.hash }, changeRecorded.type),
    source: SOURCE,
    type: changeRecorded.type,
    time: row.at,
    ...(dataset === null ? {} : { dataset }),
    ...traceHeaders(trace),
    data: row,
  };
}

/** What a transaction owes is sent; never throws. @param id as of recorded() */
export async function sendSoon({ sql, sink, log, trace }: Changing, id: string): Promise<void> {
  if (!sink) return;
  try {
    await sendOwed(sql, causeOf(id), sink);
  } catch (error) {
    log.warn(
      { trace: trace.traceId, cause: id, error: (error as Error).message },
      'the broker is away; reconcile will send it',
    );
  }
}
