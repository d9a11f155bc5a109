/** Pulls the next batch from the external data API into the object store, and offers it to the pipeline. */
import type { Logger } from '../../shared/runtime/log.ts';
import type { Trace } from '../../shared/runtime/trace.ts';
import type { ObjectStore } from '../../shared/store/objects.ts';
import { nextBatch, restart } from './data-api.ts';
import type { Order } from './order.ts';
import { addressOfBatch, keepPending, sendPending } from './pending.ts';
import { rowsOf } from './rows-of.ts';
import { spooled } from './spool.ts';

export interface CollectResources {
  readonly api: string;
  readonly objects: ObjectStore;
  /** The ingest broker. */
  readonly sink: string;
  readonly log: Logger;
  /** Of the ping: the batch's trace begins here. */
  readonly trace: Trace;
}

export type Collected = 'collected' | 'nothing new' | 'exhausted';

/** An array of no rows. */
const EMPTY_BYTES = 2;

/**
 * The API hands out each batch once, so what it gave is kept before anything else can fail: what waits is sent
 * first, which also shows that the store and the broker are there.
 *
 * @throws PassingError when the API, the store or the broker is away; PermanentError when the answer is no batch
 */
export async function collect(order: Order, resources: CollectResources): Promise<Collected> {
  const { objects, sink, log } = resources;
  await sendPending(objects, order.dataset, sink);
  const answer = await pull(order, resources);
  if (!answer) {
    log.info({ group: order.group, day: order.day }, 'the data API has no more batches');
    return 'exhausted';
  }
  return await spooled(rowsOf(answer), async ({ bytes, hash, stream }) => {
    if (bytes <= EMPTY_BYTES) return 'nothing new';
    await objects.put(addressOfBatch(order.dataset, hash), stream(), bytes);
    await keepPending(objects, { dataset: order.dataset, hash, trace: resources.trace });
    log.info({ batch: hash, bytes }, 'collected');
    await sendPending(objects, order.dataset, sink);
    return 'collected';
  });
}

async function pull(
  order: Order,
  { api, log }: CollectResources,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const answer = await nextBatch(api, order);
  if (answer || !order.restart) return answer;
  log.info({ group: order.group, day: order.day }, 'the data API starts again');
  await restart(api, order);
  return await nextBatch(api, order);
}
