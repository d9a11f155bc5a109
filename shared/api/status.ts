/** Where a data set stands: its batches, its models, and what does not go on by itself. */
import type { Stalled as Work } from '../runtime/stalled.ts';
import type { BatchLine } from './batches.ts';
import type { DeadLetter } from './dead-letters.ts';
import type { Version } from './models.ts';
import type { TrainingRequestLine } from './trainings.ts';
import type { OnWire } from './wire.ts';

export type Stalled = OnWire<Work>;

/** Shares of the predictor's traffic. */
export type Traffic = readonly {
  readonly revision: string;
  /** null where it follows production. */
  readonly version: number | null;
  /** Above 0. */
  readonly percent: number;
}[];

/** GET /api/status?dataset= */
export interface Status {
  readonly dataset: string;
  /** The newest, in the order in which they came. */
  readonly batches: readonly BatchLine[];
  readonly models: readonly Version[];
  /** The newest that were asked for, the newest first. */
  readonly trainings: readonly TrainingRequestLine[];
  readonly production: { readonly version: number } | null;
  /** null where there is no predictor, or nobody who could tell. */
  readonly traffic: Traffic | null;
  readonly stalled: readonly Stalled[];
  readonly deadLetters: readonly DeadLetter[];
}
