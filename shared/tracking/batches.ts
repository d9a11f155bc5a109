/** The way of a batch through the chain. Counts are written by the stages that count; here is where it stands. */
import type { Query } from '../store/database.ts';

export type BatchStage = 'stored' | 'cleaned' | 'checked' | 'training' | 'trained' | 'promoted' | 'ended';

/** Moves a batch on. Without a batch (a training that somebody asked for) nothing happens. */
export async function reached(
  sql: Query,
  dataset: string,
  batch: string | undefined,
  stage: BatchStage,
): Promise<void> {
  if (!batch) return;
  await sql`
    update marea.batches set stage = ${stage}, updated_at = now() where dataset = ${dataset} and id = ${batch}`;
}

export type BatchOutcome = 'promoted' | 'rejected' | 'not trained' | 'rolled back' | 'training failed';

/** The chain of a batch has come to its end, and why. */
export async function ended(
  sql: Query,
  dataset: string,
  batch: string | undefined,
  outcome: BatchOutcome,
  reason: string,
): Promise<void> {
  if (!batch) return;
  await sql`
    update marea.batches
    set stage = 'ended', outcome = ${outcome}, reason = ${reason}, updated_at = now(), ended_at = clock_timestamp()
    where dataset = ${dataset} and id = ${batch}`;
}
