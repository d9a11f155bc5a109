/** What a stage emits while it handles an event: kept until it is owed, with ids that follow from the cause. */
import { type DataOf, derivedId, type Event, type EventType } from '../events/event.ts';
import { MAX_EVENT_BYTES } from '../events/wire.ts';
import type { Cause } from './outbox.ts';
import { type Trace, traceHeaders } from './trace.ts';

/** What an emitted event may say in its envelope; the rest follows from its cause. */
export interface Attributes {
  readonly subject?: string;
  readonly train?: 'true' | 'false';
}

/** Owes an event, of a type that the stage has declared: it is sent when the transaction has been committed. */
export type Emit<Emits extends EventType = EventType> = <T extends Emits>(
  type: T,
  data: DataOf<T>,
  attributes?: Attributes,
) => void;

/** @param event what is being handled: an emitted event is about the same, in the same trace */
export function emitter(cause: Cause, event: Event, trace: Trace): { emit: Emit; emitted: Event[] } {
  const emitted: Event[] = [];
  const emit: Emit = (type, data, attributes = {}) => {
    checkSize(type, data);
    const index = emitted.filter((other) => other.type === type.type).length;
    emitted.push({
      id: derivedId(cause, type.type, index),
      source: `/marea/${cause.stage}`,
      type: type.type,
      time: new Date().toISOString(),
      dataset: event.dataset,
      ...(event.subject ? { subject: event.subject } : {}),
      ...attributes,
      ...traceHeaders(trace),
      data,
    });
  };
  return { emit, emitted };
}

function checkSize({ type }: EventType, data: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(data));
  if (bytes > MAX_EVENT_BYTES)
    throw new Error(
      `${type} would carry ${bytes} bytes, at most ${MAX_EVENT_BYTES}: put them into the object store`,
    );
}
