/** What the card says of the data. */
import type { ColumnSummary, Summary } from '../../../shared/rows/summaries/column-summary.ts';
import type { Ledger } from '../../../shared/tracking/batch-counts.ts';
import type { Numbers } from '../numbers.ts';

export interface DataSection {
  /** Rows of the training's snapshot, all parts. */
  readonly rows: number;
  /** Until the training. */
  readonly ledger: Ledger;
  readonly origins: readonly Origin[];
  /** Rows that `clean` refuses, in words. */
  readonly rules: readonly RuleInWords[];
  /** How much rows count in learning, where not all count as one. */
  readonly weights: readonly WeightInWords[];
  readonly unreadable: UnreadableSection;
  readonly columns: readonly ColumnSummary[];
  readonly retraining: Retraining;
}

/** Where clean rows came from: a `source`, or a `user`. */
export interface Origin {
  readonly origin: string;
  readonly rows: number;
  /** ISO times at which the first and the last were cleaned. */
  readonly first: string;
  readonly last: string;
}

export interface RuleInWords {
  readonly name: string;
  readonly words: string;
  readonly rejected: number;
}

/** When a new model is trained: on drift or when asked for, and never without these. */
export interface Retraining {
  readonly minRows: number;
  /** Least share of rows that come from the source. */
  readonly minSourceShare: number;
  /** Columns in which drift is looked for, and the share of them that has to drift. */
  readonly driftColumns: readonly string[];
  readonly driftShare: number;
  /** Rows that a verdict takes: smaller batches are judged together. */
  readonly driftRows: number;
}

export interface WeightInWords {
  readonly words: string;
  readonly counts: number;
  /** Rows that count so much. */
  readonly rows: number;
}

/** What was there and could not be read: such values are missing to the model. Without examples, which may tell of people. */
export interface UnreadableSection {
  readonly columns: readonly UnreadableFacts[];
  /** Batches that were held for it until the training: nothing was learned from them. */
  readonly held: readonly string[];
}

export interface UnreadableFacts {
  readonly name: string;
  readonly label: string;
  readonly values: number;
  /** Of so many that were there, in the batches that had unreadable ones. */
  readonly of: number;
  readonly batches: number;
}

export interface PartSummary {
  readonly part: 'train' | 'validation' | 'calibration' | 'test';
  readonly purpose: string;
  readonly rows: number;
  /** Regression: the target's distribution. */
  readonly target: Summary | null;
  /** Classification: rows of each class. */
  readonly classes: Numbers | null;
}
