/** Asks a stage for something, by an event. It goes through the outbox, as every event: asked is asked. */
import { randomUUID } from 'node:crypto';
import type { DataOf, Event, EventType } from '../../shared/events/event.ts';
import type { Logger } from '../../shared/runtime/log.ts';
import { type Cause, owe, sendOwed } from '../../shared/runtime/outbox.ts';
import { type Trace, traceHeaders } from '../../shared/runtime/trace.ts';
import type { Sql } from '../../shared/store/database.ts';

export interface Asking {
  readonly sql: Sql;
  readonly sink: string;
  readonly log: Logger;
  /** Of who asks. */
  readonly trace: Trace;
}

/** @returns the id of the event */
export async function ask<T extends EventType>(
  { sql, sink, log, trace }: Asking,
  dataset: string,
  { type }: T,
  data: DataOf<T>,
): Promise<string> {
  const id = randomUUID();
  const event: Event = {
    id,
    source: '/marea/console',
    type,
    time: new Date().toISOString(),
    dataset,
    ...traceHeaders(trace),
    data,
  };
  const cause: Cause = { stage: 'console', source: event.source, id };
  await sql.begin((tx) => owe(tx, cause, [event]));
  try {
    await sendOwed(sql, cause, sink);
  } catch (error) {
    log.warn(
      { trace: trace.traceId, event: id, error: (error as Error).message },
      'the broker is away; reconcile will send it',
    );
  }
  return id;
}
