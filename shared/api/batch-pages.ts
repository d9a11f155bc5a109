/** Batches as lists that are read page by page, and what a page of one shows beside its report. */
import type { BatchReport as Compared } from '../rows/drift/compare.ts';
import type { RejectedRow } from '../tracking/rejected-rows.ts';
import type { BatchLine, DriftLine } from './batches.ts';

export type { RejectedRow } from '../tracking/rejected-rows.ts';

/** GET /api/batches?dataset=&outcome=&since=&before=&limit= */
export interface BatchPage {
  readonly dataset: string;
  /** The newest first. */
  readonly batches: readonly BatchLine[];
  /** For `before` of the next page; null at the end. */
  readonly next: string | null;
}

/** GET /api/batches/<dataset>/<batch>/rejected?reason=&after=&limit= */
export interface RejectedRows {
  readonly dataset: string;
  readonly batch: string;
  /** In the order in which they came. */
  readonly rows: readonly RejectedRow[];
  /** For `after` of the next page; null at the end. */
  readonly next: number | null;
}

/** GET /api/batches/<dataset>/<batch>/drift */
export interface BatchDrift extends DriftLine {
  readonly dataset: string;
  /** Column by column, with the distributions of both sides; `{}` of checks that a release before has made. */
  readonly report: Partial<Compared>;
}
