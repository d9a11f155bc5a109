/** A batch: its name, and its line in the ledger. */

import { touchKeys } from '../../shared/access/keys.ts';
import { keyIdsIn } from '../../shared/access/principal.ts';
import { PermanentError } from '../../shared/events/errors.ts';
import type { DataOf, Event } from '../../shared/events/event.ts';
import { batchNameOf } from '../../shared/events/offered.ts';
import type { batchReceived } from '../../shared/events/types.ts';
import type { Trace } from '../../shared/runtime/trace.ts';
import type { Transaction } from '../../shared/store/database.ts';
import { beginBatch } from '../../shared/tracking/ledger.ts';
import { type Retractable, retractable } from '../../shared/tracking/retraction.ts';

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
 * @throws PermanentError when another event has brought a batch of this name, or its file has a name that cannot be kept
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
  if (filename?.includes('\0')) throw new PermanentError('the filename has a zero byte in it');
  const { dataset, id, origin } = batch;
  const { traceparent } = trace;
  const { source, id: eventId, by } = event;
  const opened = { dataset, id, origin, source, eventId, filename, traceparent, offeredBy: by };
  const isNew = await beginBatch(sql, opened);
  if (!isNew) throw new PermanentError(taken(batch, await retractable(sql, dataset, id)));
  if (by !== undefined) await touchKeys(sql, keyIdsIn([by]));
}

/** Why the batch cannot be brought once more: what was taken back keeps its name, too. */
function taken({ dataset, id }: Batch, there: Retractable | undefined): string {
  const { retractedAt = null, retractedBy, retractedBecause } = there ?? {};
  if (retractedAt === null)
    return `there is a batch "${id}" of ${dataset} already, brought by another event: give each batch its own subject`;
  const day = retractedAt.toISOString().slice(0, 10);
  return `the batch "${id}" of ${dataset} was retracted on ${day} by ${retractedBy} because ${retractedBecause}: to take the file again give the batch another subject`;
}
