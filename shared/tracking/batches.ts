/** The way of a batch through the chain. Counts are written by the stages that count; here is where it stands. */
import type { Query } from '../store/database.ts';

/**
 * How far a batch is. `searched`: its artifact is being assembled; `approved`: the rollout of its model is under way,
 * as `promoted` was before there were candidates.
 */
export type BatchStage =
  | 'stored'
  | 'cleaned'
  | 'checked'
  | 'training'
  | 'searched'
  | 'trained'
  | 'approved'
  | 'promoted'
  | 'ended';

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

/** Something keeps the batch from going on, and what. */
export async function keptFromGoingOn(
  sql: Query,
  dataset: string,
  batch: string,
  reason: string,
): Promise<void> {
  await sql`
    update marea.batches set reason = ${reason}, updated_at = now()
    where dataset = ${dataset} and id = ${batch} and ended_at is null`;
}

/**
 * `held`: too much of it could not be read, so that its rows are kept apart; `discarded`: what kept it from going on was
 * given up; `retracted`: it was taken back on its way.
 */
export type BatchOutcome =
  | 'promoted'
  | 'rejected'
  | 'not trained'
  | 'rolled back'
  | 'training failed'
  | 'held'
  | 'discarded'
  | 'retracted';

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

/** Nobody goes on with an open batch any more. Where it stands it stays, and what was counted of it. */
export async function givenUp(
  sql: Query,
  dataset: string,
  batch: string,
  outcome: 'discarded' | 'retracted',
  reason: string,
): Promise<void> {
  await sql`
    update marea.batches
    set outcome = ${outcome}, reason = ${reason}, updated_at = now(), ended_at = clock_timestamp()
    where dataset = ${dataset} and id = ${batch} and ended_at is null`;
}
