/** What the card says of how well the model does, on held-out rows. */
import type { BandCoverage } from '../../../shared/ml/metrics/coverage.ts';
import type { ReliabilityBin } from '../../../shared/ml/metrics/reliability.ts';
import type { Bin } from '../../../shared/rows/summaries/column-summary.ts';
import type { Numbers } from '../numbers.ts';

export interface Performance {
  readonly rows: number;
  readonly metrics: Numbers;
  readonly slices: readonly SliceGroup[];
  /** Regression only, the next four. */
  readonly intervals: Intervals | null;
  readonly predictedActual: PredictedActual | null;
  readonly residuals: Residuals | null;
  /** Classification only, the next two. */
  readonly reliability: readonly ReliabilityCurve[] | null;
  readonly confusion: Confusion | null;
}

/** The metrics of each group of a column's values. */
export interface SliceGroup {
  readonly column: string;
  readonly label: string;
  readonly unit: string | null;
  readonly slices: readonly CardSlice[];
}

export interface CardSlice {
  /** The value, or `other` for the small ones together. */
  readonly slice: string;
  /** Of a tenth of a numeric column: its lowest and highest value. */
  readonly from: number | null;
  readonly to: number | null;
  readonly rows: number;
  /** Without those that the slice does not have. */
  readonly metrics: Numbers;
  /** Mean loss of its rows, that of all rows being 1: how much harder the slice is; see loss.ts. */
  readonly relativeLoss: number;
  /** The loss is larger than elsewhere, and not by chance. */
  readonly worse: boolean;
}

export interface Intervals {
  readonly level: number;
  readonly coverage: number;
  /** Median of upper - lower, in the target's unit. */
  readonly medianWidth: number;
  readonly byPredicted: readonly BandCoverage[];
  readonly byActual: readonly BandCoverage[];
}

export interface Axis {
  readonly scale: 'log' | 'linear';
  readonly from: number;
  readonly to: number;
  readonly bins: number;
}

/** Rows counted in cells: `[column, row, rows]`, column 0 the lowest x, row 0 the lowest y. */
export interface Grid {
  readonly x: Axis;
  readonly y: Axis;
  readonly cells: readonly (readonly [number, number, number])[];
}

export interface PredictedActual {
  readonly grid: Grid;
  /** Means in tenths of the prediction. */
  readonly tenths: readonly { readonly rows: number; readonly predicted: number; readonly actual: number }[];
}

export interface Residuals {
  /** log: log(actual / predicted); unit: actual - predicted in the target's unit. */
  readonly of: 'log' | 'unit';
  readonly mean: number;
  readonly std: number;
  readonly median: number;
  readonly bins: readonly Bin[];
  /** x: the prediction, y: the residual. */
  readonly grid: Grid;
  /** Quantiles of the residuals, standardised, against those of the normal distribution. */
  readonly quantiles: readonly { readonly normal: number; readonly residual: number }[];
}

export interface ReliabilityCurve {
  /** The class, against the rest. */
  readonly of: string;
  /** Expected calibration error over the bins. */
  readonly error: number;
  readonly bins: readonly ReliabilityBin[];
}

export interface Confusion {
  readonly classes: readonly string[];
  /** Rows by actual class, then by the most probable one. */
  readonly counts: readonly (readonly number[])[];
}
