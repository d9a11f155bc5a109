/** What is told of a column: how much of it is there, and how it is distributed. */

interface ColumnFacts {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly unit: string | null;
  readonly role: 'target' | 'input' | 'not used';
  /** Values present, missing, and different ones. */
  readonly count: number;
  readonly missing: number;
  readonly distinct: number;
}

export type ColumnSummary = NumberColumn | TextColumn;

export interface NumberColumn extends ColumnFacts {
  readonly kind: 'number' | 'date';
  /** null when no value is present. Dates are days since 1970-01-01. */
  readonly summary: Summary | null;
  readonly bins: readonly Bin[];
}

/** `std` is the population's (divisor n). */
export interface Summary {
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly p5: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
  readonly p95: number;
  readonly max: number;
}

/** Rows whose value lies from `from` to below `to` (to included in the last bin, and where both are the same value). */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

export interface TextColumn extends ColumnFacts {
  readonly kind: 'text';
  /** The commonest values, commonest first; none of columns that tell who or what a row is. */
  readonly values: readonly (readonly [value: string, rows: number])[];
  /** Rows whose value is present and not listed. */
  readonly other: number;
}
