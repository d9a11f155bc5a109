/** What a comparison of two profiles says. */

export interface DriftReport {
  /** Whether at least `threshold` of the columns drifted. */
  readonly drifted: boolean;
  /** Share of the columns that drifted, and the share that counts as drift of the data set. */
  readonly share: number;
  readonly threshold: number;
  readonly columns: readonly ColumnDrift[];
  /** The target is looked at apart, and does not count in `share`. */
  readonly target: ColumnDrift | null;
  /** For people, with the numbers. */
  readonly reason: string;
  readonly referenceRows: number;
  readonly currentRows: number;
}

/** none: a side has no value to compare. */
export type DriftTest = 'ks' | 'wasserstein' | 'chi-square' | 'z' | 'jensen-shannon' | 'none';

export interface ColumnDrift {
  readonly column: string;
  readonly kind: 'numeric' | 'text';
  readonly test: DriftTest;
  /** Of the test. null when there was nothing to compare. */
  readonly statistic: number | null;
  /** Of tests that have one. */
  readonly pValue?: number;
  /** Drift is a p-value below it (ks, chi-square, z), or a statistic at or above it (the distances). */
  readonly threshold: number;
  readonly drifted: boolean;
  /** Population Stability Index over tenths of the reference, or over categories. */
  readonly psi: number | null;
  /** Numeric columns: the Kolmogorov-Smirnov statistic, whatever the test. */
  readonly ks?: number;
  /** Share of missing values on either side. */
  readonly missing: { readonly reference: number; readonly current: number };
}
