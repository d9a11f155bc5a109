/** The data of a data set to look at: how it is declared, how it is distributed, its rows. */
import type { Dataset } from '../datasets/declaration.ts';
import type { ColumnSummary } from '../rows/summaries/column-summary.ts';
import type { BrowsedRow } from '../store/browsed-rows.ts';

export type { BrowsedRow } from '../store/browsed-rows.ts';

/** GET /api/datasets/<dataset>/declaration */
export interface Declared {
  /** As it is written, whole. */
  readonly declaration: Dataset;
  /** Statements that make its tables. */
  readonly schema: string;
}

/** Whether one goes up with the other: Spearman's, -1 to 1. */
export interface Correlation {
  readonly a: string;
  readonly b: string;
  readonly rank: number;
}

/** GET /api/datasets/<dataset>/profile */
export interface DataProfile {
  readonly dataset: string;
  /** Clean rows that there are. */
  readonly rows: number;
  /** Of them, those that were looked at: all, or a sample of about 10,000. */
  readonly looked: number;
  /** Dates are days since 1970-01-01. Values that few rows have are not listed, nor those that tell whose row it is. */
  readonly columns: readonly ColumnSummary[];
  /** Of numeric columns, over the first 1,000 rows that were looked at; only pairs that both vary. */
  readonly correlations: readonly Correlation[];
}

/** GET /api/datasets/<dataset>/rows?<column>=&<column>.from=&<column>.to=&after=&limit= */
export interface BrowsedRows {
  readonly dataset: string;
  readonly rows: readonly BrowsedRow[];
  /** For `after` of the next page; null at the end. */
  readonly next: string | null;
}
