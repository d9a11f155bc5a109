/** A training that a person asked for, or a retraction. */
import type { Asked as Request } from '../runtime/asked.ts';
import type { ModelDecision, StageLine, TrainingLine } from './batches.ts';
import type { DeadLetter } from './dead-letters.ts';
import type { Stalled } from './status.ts';
import type { OnWire } from './wire.ts';

export interface TrainingRequestLine {
  /** Why it was asked for, and when. */
  readonly asked: Omit<OnWire<Request>, 'run'>;
  readonly run: string;
  /** null before it has begun, and when it was refused. */
  readonly training: TrainingLine | null;
  /** "training refused", "training failed", "rejected", "promoted", "rolled back"; null while it is under way. */
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly endedAt: string | null;
}

/** GET /api/trainings/<dataset>/<run> */
export interface AskedTraining extends TrainingRequestLine {
  readonly dataset: string;
  readonly model: ModelDecision | null;
  readonly stages: readonly StageLine[];
  readonly stalled: readonly Stalled[];
  readonly deadLetters: readonly DeadLetter[];
}
