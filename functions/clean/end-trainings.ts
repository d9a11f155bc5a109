/** A training that is learning from rows that are taken back ends: nobody wants its model, and another is to begin. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Transaction } from '../../shared/store/database.ts';
import { ended } from '../../shared/tracking/batches.ts';
import type { Learner } from '../../shared/tracking/learned.ts';
import { remember } from '../../shared/tracking/production.ts';
import { endTraining } from '../../shared/tracking/trainings.ts';

export async function endTrainings(
  { sql, dataset: { name } }: { readonly sql: Transaction; readonly dataset: Dataset },
  learned: readonly Learner[],
  { batch, reason: why }: { readonly batch: string; readonly reason: string },
): Promise<void> {
  for (const { run } of learned.filter(({ stands }) => stands === 'training')) {
    const reason = `run ${run} was ended: batch "${batch}", which it was learning from, was taken back (${why})`;
    const cause = await endTraining(sql, run);
    await remember(sql, { name, run, event: 'training failed', reason });
    // The end of the batch itself is that it was taken back.
    if (cause !== batch) await ended(sql, name, cause ?? undefined, 'training failed', reason);
  }
}
