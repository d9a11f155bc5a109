/** Asks a stage for something, by an event. It goes through the outbox, as every event: asked is asked. */
import { randomUUID } from 'node:crypto';
import type { Change } from '../../access/audit.ts';
import type { DataOf, Event, EventType } from '../../events/event.ts';
import type { Transaction } from '../../store/database.ts';
import { owe } from '../outbox.ts';
import { traceHeaders } from '../trace.ts';
import { type Changing, recorded, sourceOf } from './recorded.ts';

/** What is asked for, and what the audit is to say of it. */
export interface Wanted<T extends EventType> extends Omit<Change, 'principal'> {
  readonly dataset: string;
  readonly type: T;
  readonly data: DataOf<T>;
  /** What else is to be true of it, in the same transaction. */
  beside?(tx: Transaction): Promise<void>;
  /** What the event is about, which may follow from its identity. */
  about?(event: Pick<Event, 'source' | 'id'>): string | undefined;
}

/** @returns the event */
export async function ask<T extends EventType>(changing: Changing, wanted: Wanted<T>): Promise<Event> {
  const { type, data, about, beside, ...change } = wanted;
  const id = randomUUID();
  const source = sourceOf(changing);
  const subject = about?.({ source, id });
  const event: Event = {
    id,
    source,
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
      await beside?.(tx);
      await record({ ...change, details: { ...change.details, event: id } });
    },
    id,
  );
  return event;
}
