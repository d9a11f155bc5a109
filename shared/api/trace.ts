/** The story of a batch, in the order in which it happened. */
import type { Step } from '../runtime/steps.ts';
import type { HistoryLine } from '../tracking/history.ts';
import type { TrialLine } from '../tracking/trials.ts';
import type { DriftLine } from './batches.ts';
import type { DeadLetter } from './dead-letters.ts';
import type { OnWire } from './wire.ts';

export type TraceStep = OnWire<Step>;
export type TraceTrial = OnWire<TrialLine>;
export type TraceHistory = OnWire<Omit<HistoryLine, 'runId'>>;

/** GET /api/batches/<dataset>/<id>/trace */
export interface BatchTrace {
  readonly dataset: string;
  readonly id: string;
  /** By which the logs of all functions can be searched. */
  readonly trace: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly rows: Readonly<Record<'received' | 'clean' | 'rejected' | 'duplicate', number>> | null;
  readonly steps: readonly TraceStep[];
  readonly drift: DriftLine | null;
  readonly trials: readonly TraceTrial[];
  /** Of the model that came of it: the decision, the traffic, the end of the rollout. */
  readonly history: readonly TraceHistory[];
  readonly deadLetters: readonly DeadLetter[];
}
