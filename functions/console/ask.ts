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

const SOURCE = '/marea/console';

/**
 * @param about what the event is about, which may follow from its identity
 * @returns the event
 */
export async function ask<T extends EventType>(
  { sql, sink, log, trace }: Asking,
  dataset: string,
  { type }: T,
  data: DataOf<T>,
  about: (event: Pick<Event, 'source' | 'id'>) => string | undefined = () => undefined,
): Promise<Event> {
  const id = randomUUID();
  const subject = about({ source: SOURCE, id });
  const event: Event = {
    id,
    source: SOURCE,
    ...(subject === undefined ? {} : { subject }),
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
  return event;
}
