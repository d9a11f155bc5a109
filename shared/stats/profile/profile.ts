/** The stored sketch of a table against which later tables are compared: small, JSON, made once. */

export interface Profile {
  readonly rows: number;
  readonly columns: Readonly<Record<string, ColumnProfile>>;
}

export type ColumnProfile = NumericProfile | TextProfile;

/** How a column is looked at. */
export type ColumnKind = ColumnProfile['kind'];

export interface NumericProfile {
  readonly kind: 'numeric';
  /** Values present, and values missing. */
  readonly count: number;
  readonly missing: number;
  readonly distinct: number;
  /** null when no value is present. `std` is the population's (divisor n). */
  readonly mean: number | null;
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Ascending and distinct, at most 1,000: every value, or else both ends and medians of slices of equal size. */
  readonly points: readonly number[];
  /** Rows that each point stands for; their sum is `count`. */
  readonly weights: readonly number[];
}

export interface TextProfile {
  readonly kind: 'text';
  readonly count: number;
  readonly missing: number;
  readonly distinct: number;
  /** The commonest values with their counts, commonest first. Pairs, as a value may be "__proto__". */
  readonly values: readonly (readonly [value: string, count: number])[];
  /** Rows whose value is not listed. */
  readonly other: number;
}

/** A table, column by column; NaN and null are missing. */
export interface Columns {
  readonly rows: number;
  readonly columns: Readonly<Record<string, Float64Array | readonly (string | null)[]>>;
}
