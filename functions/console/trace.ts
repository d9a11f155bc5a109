/**
 * The story of a batch, in the order in which it happened: each event that a stage took, what it sent, the trials side
 * by side, the decisions. It is told from what the stages have stored, so it needs no collector of traces.
 */
import type { BatchTrace } from '../../shared/api/trace.ts';
import { waitingLetters } from '../../shared/runtime/dead-letters.ts';
import { type Step, stepsOf } from '../../shared/runtime/steps.ts';
import { readTrace } from '../../shared/runtime/trace.ts';
import type { Query } from '../../shared/store/database.ts';
import { type Batch, batchNamed } from '../../shared/tracking/batch-lines.ts';
import { driftOf } from '../../shared/tracking/drift-checks.ts';
import { historyOfBatch, type Window } from '../../shared/tracking/history.ts';
import { trialsOfBatch } from '../../shared/tracking/trials.ts';
import { onWire } from './on-wire.ts';

/** @returns undefined when nothing is known of such a batch */
export async function batchTrace(sql: Query, dataset: string, id: string): Promise<BatchTrace | undefined> {
  const batch = await batchNamed(sql, dataset, id);
  const [steps, drift, trials, deadLetters] = await Promise.all([
    stepsOf(sql, dataset, id, batch),
    driftOf(sql, dataset, id),
    trialsOfBatch(sql, dataset, id),
    waitingLetters(sql, { dataset, batch: id }),
  ]);
  if (!batch && steps.length + deadLetters.length === 0) return undefined;
  const history = await historyOfBatch(sql, { dataset, batch: id, rollout: rolloutIn(steps) });
  return onWire({ dataset, id, ...headOf(batch), steps, drift, trials, history, deadLetters });
}

/** Before `ingest` has begun a batch there is nothing to tell of it. */
function headOf(batch: Batch | undefined) {
  const { traceparent, startedAt = null, endedAt = null, outcome = null, reason = null } = batch ?? {};
  const trace = readTrace({ traceparent: traceparent ?? undefined })?.traceId ?? null;
  return { trace, startedAt, endedAt, outcome, reason, rows: batch ? rowsOf(batch) : null };
}

const rowsOf = ({ received, clean, rejected, duplicate }: Batch): NonNullable<BatchTrace['rows']> => ({
  received,
  clean,
  rejected,
  duplicate,
});

/** From the first beginning to the last end; until now, while one is under way. */
function rolloutIn(steps: readonly Step[]): Window | undefined {
  const times = steps
    .filter(({ stage }) => stage === 'rollout')
    .map(({ startedAt, endedAt }) => [startedAt.getTime(), (endedAt ?? new Date()).getTime()] as const);
  if (times.length === 0) return undefined;
  return {
    from: new Date(Math.min(...times.map(([began]) => began))),
    to: new Date(Math.max(...times.map(([, ended]) => ended))),
  };
}
