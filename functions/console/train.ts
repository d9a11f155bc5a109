/** Asks for a training now. The request goes through the outbox, as every event: asked is asked. */
import { randomUUID } from 'node:crypto';
import type { Event } from '../../shared/events/event.ts';
import { trainingRequested } from '../../shared/events/types.ts';
import type { Logger } from '../../shared/runtime/log.ts';
import { type Cause, owe, sendOwed } from '../../shared/runtime/outbox.ts';
import { type Trace, traceHeaders } from '../../shared/runtime/trace.ts';
import type { Sql } from '../../shared/store/database.ts';

export interface TrainRequest {
  readonly dataset: string;
  readonly reason: string;
  /** Of who asks. */
  readonly trace: Trace;
}

/** @returns the id of the event */
export async function requestTraining(
  { sql, sink, log }: { readonly sql: Sql; readonly sink: string; readonly log: Logger },
  { dataset, reason, trace }: TrainRequest,
): Promise<string> {
  const id = randomUUID();
  const event: Event = {
    id,
    source: '/marea/console',
    type: trainingRequested.type,
    time: new Date().toISOString(),
    dataset,
    ...traceHeaders(trace),
    data: { reason },
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
