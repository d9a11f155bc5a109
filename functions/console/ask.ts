/** Asks a stage for something, by an event. It goes through the outbox, as every event: asked is asked. */
import { randomUUID } from 'node:crypto';
import type { Change } from '../../shared/access/audit.ts';
import type { DataOf, Event, EventType } from '../../shared/events/event.ts';
import { owe } from '../../shared/runtime/outbox.ts';
import { traceHeaders } from '../../shared/runtime/trace.ts';
import { type Changing, recorded, SOURCE } from './recorded.ts';

/** What is asked for, and what the audit is to say of it. */
export interface Wanted<T extends EventType> extends Omit<Change, 'principal'> {
  readonly dataset: string;
  readonly type: T;
  readonly data: DataOf<T>;
  /** What the event is about, which may follow from its identity. */
  about?(event: Pick<Event, 'source' | 'id'>): string | undefined;
}

/** @returns the event */
export async function ask<T extends EventType>(changing: Changing, wanted: Wanted<T>): Promise<Event> {
  const { type, data, about, ...change } = wanted;
  const id = randomUUID();
  const subject = about?.({ source: SOURCE, id });
  const event: Event = {
    id,
    source: SOURCE,
    ...(subject === undefined ? {} : { subject }),
    type: type.type,
    time: new Date().toISOString(),
    dataset: change.dataset,
    ...traceHeaders(changing.trace),
    data,
  };
  await recorded(
    changing,
    async (tx, { cause, record }) => {
      await owe(tx, cause, [event]);
      await record({ ...change, details: { ...change.details, event: id } });
    },
    id,
  );
  return event;
}
