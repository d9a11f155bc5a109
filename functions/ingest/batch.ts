/** A batch: its name, and its line in the ledger. */

import { PermanentError } from '../../shared/events/errors.ts';
import type { DataOf, Event } from '../../shared/events/event.ts';
import { batchNameOf } from '../../shared/events/offered.ts';
import type { batchReceived } from '../../shared/events/types.ts';
import type { Trace } from '../../shared/runtime/trace.ts';
import type { Transaction } from '../../shared/store/database.ts';
import { beginBatch } from '../../shared/tracking/ledger.ts';

export interface Batch {
  readonly id: string;
  readonly dataset: string;
  readonly origin: 'source' | 'user';
}

export function batchOf(event: Event, { origin = 'source' }: DataOf<typeof batchReceived>): Batch {
  return { id: batchNameOf(event), dataset: event.dataset ?? '', origin };
}

/**
 * Opens the batch's line in the ledger. A second event with the same id of batch waits here for the first one.
 * @throws PermanentError when another event has brought a batch of this name
 */
export async function openBatch(
  sql: Transaction,
  batch: Batch,
  {
    event,
    filename,
    trace,
  }: { readonly event: Event; readonly filename?: string | undefined; readonly trace: Trace },
): Promise<void> {
  const { dataset, id, origin } = batch;
  const { traceparent } = trace;
  const { source, id: eventId } = event;
  const isNew = await beginBatch(sql, { dataset, id, origin, source, eventId, filename, traceparent });
  if (!isNew)
    throw new PermanentError(
      `there is a batch "${batch.id}" of ${batch.dataset} already, brought by another event: give each batch its own subject`,
    );
}
