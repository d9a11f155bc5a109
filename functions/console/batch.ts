/** One batch on its way: the ledger, each stage, the drift decision, the training, the model decision. */
import type { BatchAnswer } from '../../shared/api/batches.ts';
import { waitingLetters } from '../../shared/runtime/dead-letters.ts';
import { stalledWork } from '../../shared/runtime/stalled.ts';
import { stagesOf } from '../../shared/runtime/steps.ts';
import type { Query } from '../../shared/store/database.ts';
import { batchNamed } from '../../shared/tracking/batch-lines.ts';
import { driftOf } from '../../shared/tracking/drift-checks.ts';
import { decisionOn } from '../../shared/tracking/history.ts';
import { trainingOf } from '../../shared/tracking/trainings.ts';
import { onWire } from './on-wire.ts';

/** @returns undefined when there is no trace of such a batch */
export async function batchReport(sql: Query, dataset: string, id: string): Promise<BatchAnswer | undefined> {
  const [batch, stages, stalled, deadLetters] = await Promise.all([
    batchNamed(sql, dataset, id),
    stagesOf(sql, dataset, id),
    stalledWork(sql, dataset, id),
    waitingLetters(sql, { dataset, batch: id }),
  ]);
  const begun = onWire({ dataset, id, stages, stalled, deadLetters });
  if (!batch) return stages.length + stalled.length + deadLetters.length > 0 ? begun : undefined;
  const [drift, training] = await Promise.all([driftOf(sql, dataset, id), trainingOf(sql, dataset, id)]);
  const model = training && (await decisionOn(sql, dataset, training.run));
  const { source: _, eventId: __, traceparent: ___, ...line } = batch;
  return { ...onWire({ ...line, drift, training, model }), ...begun };
}
