/** A person takes a batch back: checked as far as it can be here, then asked of `clean` by an event. */
import type { RetractionRequest } from '../../shared/api/changes.ts';
import { retractionRequested } from '../../shared/events/types.ts';
import { ask } from '../../shared/runtime/asking/ask.ts';
import type { Changing } from '../../shared/runtime/asking/recorded.ts';
import { HttpError } from '../../shared/runtime/http/http.ts';
import { isCleaned, type Retracting, retractable } from '../../shared/tracking/retraction.ts';

/** @throws HttpError 404 when there is no such batch, 409 when it is not cleaned yet */
export async function requestRetraction(
  changing: Changing,
  dataset: string,
  id: string,
  wish: Retracting,
): Promise<RetractionRequest> {
  const batch = await retractable(changing.sql, dataset, id);
  if (!batch) throw new HttpError(404, `no batch "${id}" of ${dataset}`);
  const { began, retractedAt, retractedBecause } = batch;
  if (retractedAt !== null) {
    const retracted = { at: retractedAt.toISOString(), because: retractedBecause ?? '' };
    return { dataset, batch: id, event: null, retracted };
  }
  if (!isCleaned(batch))
    throw new HttpError(
      409,
      `batch "${id}" of ${dataset} is not cleaned yet: nothing can have learned from it; ask again when it is`,
    );
  const { reason, by } = wish;
  const event = await ask(changing, {
    action: 'retraction.requested',
    dataset,
    target: id,
    reason,
    details: { by },
    type: retractionRequested,
    data: { batch: id, began, ...wish },
    about: () => id,
  });
  return { dataset, batch: id, event: event.id, retracted: null };
}
