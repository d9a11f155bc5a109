/** A batch on its way: its line in the ledger, each stage, the drift decision, the training, the model decision. */
import type { StageLine as Stage } from '../runtime/steps.ts';
import type { BatchLine as Line } from '../tracking/batch-lines.ts';
import type { DriftLine as Drift } from '../tracking/drift-checks.ts';
import type { Decision } from '../tracking/history.ts';
import type { Learner as Learned } from '../tracking/learned.ts';
import type { Retraction } from '../tracking/retraction.ts';
import type { Training } from '../tracking/trainings.ts';
import type { DeadLetter } from './dead-letters.ts';
import type { Stalled } from './status.ts';
import type { OnWire } from './wire.ts';

export type BatchLine = OnWire<Line>;
export type StageLine = OnWire<Stage>;
export type DriftLine = OnWire<Drift>;
export type TrainingLine = OnWire<Training>;
export type ModelDecision = OnWire<Decision>;
export type Learner = OnWire<Learned>;

/** Before `ingest` has begun a batch there is nothing of it but, perhaps, an attempt or a dead letter. */
export interface UnbegunBatch {
  readonly dataset: string;
  readonly id: string;
  readonly stages: readonly StageLine[];
  /** What of it does not go on, or fails and is tried again. */
  readonly stalled: readonly Stalled[];
  readonly deadLetters: readonly DeadLetter[];
}

export interface BatchReport extends BatchLine, UnbegunBatch {
  readonly id: string;
  readonly origin: string;
  readonly filename: string | null;
  readonly drift: DriftLine | null;
  readonly training: TrainingLine | null;
  readonly model: ModelDecision | null;
  readonly retractedBy: string | null;
  /** What came of taking it back: who has learned from it, and what was asked for. */
  readonly retraction: Retraction | null;
}

/** GET /api/batches/<dataset>/<id> */
export type BatchAnswer = BatchReport | UnbegunBatch;
