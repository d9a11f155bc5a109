/**
 * The transactional outbox: events that a stage owes are written with its effects, sent after the commit, and
 * sent again by `reconcile` when that did not happen.
 */
import type { Event } from '../events/event.ts';
import { writeEvent } from '../events/wire.ts';
import type { Query, Transaction } from '../store/database.ts';
import { eventsSent } from './metrics.ts';
import { send } from './send.ts';
import { INGEST_PATIENCE, placeOf, type SinkName, type Sinks } from './sinks.ts';
import { sending } from './tracing/events.ts';

/** How many are on their way at once. */
const PARALLEL = 16;
const TIMEOUT_MS = 30_000;
export interface Cause {
  readonly stage: string;
  readonly source: string;
  readonly id: string;
}

interface Owed {
  readonly id: string;
  readonly event: Event;
  readonly sink: SinkName;
}

/** Writes what is owed; an event that is already there (the same cause, handled before) stays as it is. */
export async function owe(tx: Transaction, cause: Cause, events: readonly Event[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({
    source: event.source,
    event_id: event.id,
    cause_source: cause.source,
    cause_id: cause.id,
    stage: cause.stage,
    event: tx.json(event as never),
  }));
  await tx`insert into marea.outbox ${tx(rows as never)} on conflict (source, event_id) do nothing`;
}

/**
 * Owes an event that was sent before, whoever sent it: it is sent as it was, with the same identity.
 * @returns the number of its row
 */
export async function oweAgain(tx: Transaction, event: Event, sink: SinkName): Promise<string> {
  const [row] = await tx<{ id: string }[]>`
    insert into marea.outbox (source, event_id, cause_source, cause_id, stage, event, sink)
    values (${event.source}, ${event.id}, ${event.source}, ${event.id}, 'replay', ${tx.json(event as never)}, ${sink})
    on conflict (source, event_id) do update
      set sent_at = null, attempts = 0, created_at = now(), sink = excluded.sink
    returning id`;
  if (!row) throw new Error(`event ${event.id} of ${event.source} could not be owed`);
  return row.id;
}

/** Sends what the handling of `cause` owes and marks it. @throws when the sink refused one; the rest is sent. */
export async function sendOwed(sql: Query, cause: Cause, sink: string): Promise<void> {
  const owed = await sql<Owed[]>`
    select id, event, sink from marea.outbox
    where stage = ${cause.stage} and cause_source = ${cause.source} and cause_id = ${cause.id}
      and sent_at is null and sink = 'pipeline'
    order by id`;
  await sendAll(sql, owed, { pipeline: sink, ingest: undefined });
}

/** Sends one that is owed, by the number of its row, unless it was sent meanwhile. @throws as sendOwed */
export async function sendRow(sql: Query, id: string, sinks: Sinks): Promise<void> {
  const owed = await sql<
    Owed[]
  >`select id, event, sink from marea.outbox where id = ${id} and sent_at is null`;
  await sendAll(sql, owed, sinks);
}

/**
 * Sends what has been owed for longer than `olderThanSeconds`: an event between commit and sending is not late.
 * @returns how many were sent; @throws as sendOwed
 */
export async function sendOverdue(sql: Query, sinks: Sinks, olderThanSeconds: number): Promise<number> {
  const owed = await sql<Owed[]>`
    select id, event, sink from marea.outbox
    where sent_at is null and created_at < now() - make_interval(
      secs => ${olderThanSeconds} * case sink when 'ingest' then ${INGEST_PATIENCE} else 1 end)
    order by id limit 1000`;
  await sendAll(sql, owed, sinks);
  return owed.length;
}

async function sendAll(sql: Query, owed: readonly Owed[], sinks: Sinks): Promise<void> {
  const waiting = [...owed];
  const sent: string[] = [];
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      try {
        await sendTo(next.event, next.sink, sinks);
        sent.push(next.id);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, owed.length) }, worker));
  if (sent.length > 0)
    await sql`update marea.outbox set sent_at = now(), attempts = attempts + 1 where id = any(${sent}::bigint[])`;
  if (failures.length > 0) throw failures[0];
}

/** Sends one event to the broker of that name. @throws unless it is taken */
export async function sendTo(event: Event, name: SinkName, sinks: Sinks): Promise<void> {
  const { url, timeoutMs } = placeOf(name, sinks);
  await sendEvent(event, url, timeoutMs);
}

/**
 * POSTs one event in binary mode. @throws unless the answer is 2xx.
 * @param timeoutMs more than the default for a broker that answers only when the work is done (the ingest broker)
 */
export async function sendEvent(event: Event, sink: string, timeoutMs = TIMEOUT_MS): Promise<void> {
  await sending(event, async (told) => {
    const { headers, body } = writeEvent(told);
    await postEvent(event.type, headers, body, sink, timeoutMs);
  });
}

/** As sendEvent, with a body that is JSON already. */
export async function postEvent(
  type: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  sink: string,
  timeoutMs = TIMEOUT_MS,
): Promise<void> {
  let outcome = 'unreachable';
  try {
    const { status, text } = await send(sink, { method: 'POST', headers, body, timeoutMs, within: true });
    outcome = String(status);
    if (status < 200 || status > 299)
      throw new Error(`the sink answered ${status} to ${type}: ${text.slice(0, 200)}`);
  } finally {
    eventsSent.inc({ type, outcome });
  }
}
