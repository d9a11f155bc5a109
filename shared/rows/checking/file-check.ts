/** What would become of a file, if it were sent. */
import type { BatchReport } from '../drift/compare.ts';
import type { Reading } from '../reading/row-file.ts';

export type FileCheck = RefusedFile | ReadFile;

export interface RefusedFile {
  /** Why not one row of it would be taken. */
  readonly refused: string;
}

export interface ReadFile {
  readonly refused: null;
  readonly reading: Reading;
  readonly received: number;
  /** Rows that would come in; rows that are there already, from earlier batches, are among them. */
  readonly clean: number;
  /** Rows that are equal to an earlier one of the file. */
  readonly duplicate: number;
  readonly rejected: readonly Rejection[];
  readonly columns: readonly ColumnCheck[];
  /** Why nothing would be learned from it; null when it would not be held. */
  readonly held: string | null;
  /** Against the production model's reference. */
  readonly drift: Pick<BatchReport, 'drifted' | 'targetDrifted' | 'share' | 'reason'>;
}

export interface Rejection {
  /** The name of the rule, or of what is wrong with the row as such. */
  readonly reason: string;
  readonly rows: number;
  /** The first of them. */
  readonly example: { readonly row: number; readonly text: string };
}

/** Values of a column, of the rows that could be split into values. */
export interface ColumnCheck {
  readonly column: string;
  readonly read: number;
  readonly missing: number;
  readonly unreadable: number;
  /** The first different unreadable ones. */
  readonly examples: readonly string[];
  /** How they are written, where that is not the plain form: "1.234,5", "day/month/year". */
  readonly form: string | null;
}
