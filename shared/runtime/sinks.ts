/** The brokers that events are owed to: where stages send to each other, and where the outside posts. */
import { PassingError } from '../events/errors.ts';
import { batchReceived, eventTypes } from '../events/types.ts';

export type SinkName = 'pipeline' | 'ingest';
export type Sinks = Readonly<Record<SinkName, string | undefined>>;

const VARIABLES: Readonly<Record<SinkName, string>> = { pipeline: 'K_SINK', ingest: 'INGEST_URL' };
/** The ingest broker answers when the batch is stored, or its retries are over. */
const TIMEOUTS_MS: Readonly<Record<SinkName, number>> = { pipeline: 30_000, ingest: 240_000 };
/** What is on its way to the ingest broker is late so many times later than other events: after its timeout. */
export const INGEST_PATIENCE = 10;

/** Where events of this type are taken: batch.received, and what no stage knows, come from the outside. */
export function sinkFor(type: string): SinkName {
  const internal = type !== batchReceived.type && eventTypes.some((known) => known.type === type);
  return internal ? 'pipeline' : 'ingest';
}

/** @throws PassingError when this function was not told where that is */
export function placeOf(name: SinkName, sinks: Sinks): { readonly url: string; readonly timeoutMs: number } {
  const url = sinks[name];
  if (!url) throw new PassingError(`${VARIABLES[name]} is not set: there is nowhere to send events`);
  return { url, timeoutMs: TIMEOUTS_MS[name] };
}
