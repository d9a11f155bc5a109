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
  /** Of the test; beside a distance at or above its threshold, how probable such samples are without drift. */
  readonly pValue?: number;
  /** Drift is a p-value below it (ks: at or below), or a distance at or above it; both only where it is no chance. */
  readonly threshold: number;
  readonly drifted: boolean;
  /**
   * Where the test alone would speak of drift and chance explains it: how probable such samples are without drift, and
   * from which probability on that is none.
   */
  readonly chance?: { readonly pValue: number; readonly limit: number };
  /** Population Stability Index over the bins of Sturges, or over categories. */
  readonly psi: number | null;
  /** Numeric columns: the Kolmogorov-Smirnov statistic, whatever the test. */
  readonly ks?: number;
  /** Share of missing values on either side. */
  readonly missing: { readonly reference: number; readonly current: number };
  /** To draw; absent when there is nothing to compare. */
  readonly distribution?: Distribution;
}

/** Shares of the rows with a value, of the reference and of the current column, over common bins or bars. */
export type Distribution =
  | {
      readonly kind: 'bins';
      /** One more than there are bins; what lies beyond the outer ones is in the outermost bins. */
      readonly edges: readonly number[];
      readonly reference: readonly number[];
      readonly current: readonly number[];
    }
  | {
      readonly kind: 'bars';
      /** null: all other values. */
      readonly values: readonly (string | number | null)[];
      readonly reference: readonly number[];
      readonly current: readonly number[];
    };
