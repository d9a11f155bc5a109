/**
 * A change by a person: its effects, its row in the audit and the event that tells of it are one transaction, so that
 * nothing is changed without a record, nor recorded without a change.
 */
import { randomUUID } from 'node:crypto';
import { audit, type Change } from '../../access/audit.ts';
import type { AuditRow } from '../../access/chain.ts';
import type { Principal } from '../../access/principal.ts';
import { derivedId, type Event } from '../../events/event.ts';
import { changeRecorded } from '../../events/types.ts';
import type { Sql, Transaction } from '../../store/database.ts';
import type { Logger } from '../log.ts';
import { type Cause, owe, sendOwed } from '../outbox.ts';
import { type Trace, traceHeaders } from '../trace.ts';

export interface Changing {
  /** Name of the function that makes it. */
  readonly from: string;
  readonly sql: Sql;
  readonly log: Logger;
  /** Where events go; without it they wait for `reconcile`. */
  readonly sink: string | undefined;
  /** Of the request. */
  readonly trace: Trace;
  readonly principal: Principal;
}

/** Of the events that a function asks by. */
export const sourceOf = ({ from }: Pick<Changing, 'from'>): string => `/marea/${from}`;

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
  const done = (await changing.sql.begin((tx) =>
    work(tx, recordingIn(tx, causeOf(changing, id), changing)),
  )) as T;
  await sendSoon(changing, id);
  return done;
}

const causeOf = (changing: Pick<Changing, 'from'>, id: string): Cause => ({
  stage: changing.from,
  source: sourceOf(changing),
  id,
});

const recordingIn = (
  tx: Transaction,
  cause: Cause,
  { principal, trace }: Pick<Changing, 'principal' | 'trace'>,
): Recording => ({
  cause,
  async record(change) {
    await owe(tx, cause, [told(await audit(tx, { ...change, principal }), cause.source, trace)]);
  },
});

function told({ previous: _, dataset, ...row }: AuditRow, source: string, trace: Trace): Event {
  return {
    id: derivedId({ source, id: row.hash }, changeRecorded.type),
    source,
    type: changeRecorded.type,
    time: row.at,
    ...(dataset === null ? {} : { dataset }),
    ...traceHeaders(trace),
    data: row,
  };
}

/** What a transaction owes is sent; never throws. @param id as of recorded() */
export async function sendSoon(changing: Changing, id: string): Promise<void> {
  const { sql, sink, log, trace } = changing;
  if (!sink) return;
  try {
    await sendOwed(sql, causeOf(changing, id), sink);
  } catch (error) {
    log.warn(
      { trace: trace.traceId, cause: id, error: (error as Error).message },
      'the broker is away; reconcile will send it',
    );
  }
}
