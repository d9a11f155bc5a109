/** A batch: its name, and its line in the ledger. */

import { PermanentError } from '../../shared/events/errors.ts';
import type { DataOf, Event } from '../../shared/events/event.ts';
import { derivedId } from '../../shared/events/event.ts';
import type { batchReceived } from '../../shared/events/types.ts';
import type { Trace } from '../../shared/runtime/trace.ts';
import type { Transaction } from '../../shared/store/database.ts';
import { beginBatch } from '../../shared/tracking/ledger.ts';

export interface Batch {
  readonly id: string;
  readonly dataset: string;
  readonly origin: 'source' | 'user';
}

/** Characters, as the events of the chain have it. */
const LONGEST = 200;

/**
 * The producer's name for the batch, whatever it is written in, or one that follows from the event: the same event, the
 * same batch.
 * @throws PermanentError for a name by which the batch could not be asked for
 */
export function batchOf(event: Event, { origin = 'source' }: DataOf<typeof batchReceived>): Batch {
  const { subject } = event;
  if (subject !== undefined) checkName(subject);
  return { id: subject ?? derivedId(event, 'batch'), dataset: event.dataset ?? '', origin };
}

/** Control characters and halves of characters are refused where events are read. */
function checkName(subject: string): void {
  if (subject.length > LONGEST)
    throw new PermanentError(
      `the subject, which names the batch, has ${subject.length} characters, at most ${LONGEST} are taken`,
    );
  // URLs know no such parts: they are taken out before anybody sees them.
  if (/^\.{1,2}$/.test(subject))
    throw new PermanentError(`a batch cannot be called "${subject}": no URL could name it`);
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
