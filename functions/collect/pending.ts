/**
 * Batches that are in the object store but that nobody has taken yet. The API hands out each batch once: when the
 * broker refuses its event, the event waits here, and the next ping sends it before it pulls another.
 */

import { PassingError } from '../../shared/events/errors.ts';
import type { Event } from '../../shared/events/event.ts';
import { batchReceived } from '../../shared/events/types.ts';
import { sendEvent } from '../../shared/runtime/outbox.ts';
import { type Trace, traceHeaders } from '../../shared/runtime/trace.ts';
import { type Address, type ObjectStore, uriOf } from '../../shared/store/objects.ts';

export interface Collected {
  readonly dataset: string;
  /** Of the content: the same answer twice is one batch. */
  readonly hash: string;
  readonly trace: Trace;
}

const bucket = 'data-raw';
/** The ingest broker answers when the batch is stored, or its retries are over. */
const BROKER_TIMEOUT_MS = 120_000;
const folderOf = (dataset: string): string => `${dataset}/collected/pending/`;
const markOf = ({ dataset, hash }: Collected): Address => ({
  bucket,
  key: `${folderOf(dataset)}${hash}.json`,
});

export const addressOfBatch = (dataset: string, hash: string): Address => ({
  bucket,
  key: `${dataset}/collected/${hash}.json`,
});

export async function keepPending(objects: ObjectStore, collected: Collected): Promise<void> {
  await objects.put(markOf(collected), JSON.stringify(eventOf(collected)));
}

/** Sends what waits for this data set. @returns how many; @throws PassingError when the broker refuses one */
export async function sendPending(objects: ObjectStore, dataset: string, sink: string): Promise<number> {
  const keys = await objects.list(bucket, folderOf(dataset));
  for (const key of keys) {
    const event = JSON.parse((await objects.read({ bucket, key })).toString('utf8')) as Event;
    try {
      await sendEvent(event, sink, BROKER_TIMEOUT_MS);
    } catch (cause) {
      throw new PassingError(`batch ${event.id} could not be posted: ${(cause as Error).message}`, { cause });
    }
    await objects.removeAll(bucket, key);
  }
  return keys.length;
}

function eventOf({ dataset, hash, trace }: Collected): Event {
  return {
    id: hash,
    source: '/marea/collect',
    type: batchReceived.type,
    subject: hash,
    time: new Date().toISOString(),
    dataset,
    dataref: uriOf(addressOfBatch(dataset, hash)),
    ...traceHeaders(trace),
    data: {
      origin: 'source',
      filename: `${hash}.json`,
      mediaType: 'application/json',
    },
  };
}
