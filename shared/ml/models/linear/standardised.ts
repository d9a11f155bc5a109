/** Features made ready for linear models: gaps filled with the median, then centred and scaled. */
import { median } from '../../../stats/median.ts';
import { moments } from '../../../stats/moments.ts';
import type { Matrix } from '../../table.ts';

export interface Standardised {
  readonly rows: number;
  /** Features that vary, by their index in the matrix; the others get coefficient 0. */
  readonly features: readonly number[];
  /** One column for each of them, of mean 0 and deviation 1. */
  readonly columns: readonly Float64Array[];
  readonly mean: Float64Array;
  readonly std: Float64Array;
  /** Median of every feature of the matrix; 0 for one that has no value. */
  readonly fill: Float64Array;
}

export function standardised(x: Matrix): Standardised {
  const fill = new Float64Array(x.names.length);
  const features: number[] = [];
  const columns: Float64Array[] = [];
  const means: number[] = [];
  const stds: number[] = [];
  for (let feature = 0; feature < fill.length; feature++) {
    const column = columnOf(x, feature);
    const middle = median(column);
    fill[feature] = Number.isNaN(middle) ? 0 : middle;
    fillGaps(column, fill[feature] as number);
    const { mean, std } = moments(column);
    if (!(std > 1e-9 * Math.max(1, Math.abs(mean)))) continue;
    for (let row = 0; row < column.length; row++) column[row] = ((column[row] as number) - mean) / std;
    features.push(feature);
    columns.push(column);
    means.push(mean);
    stds.push(std);
  }
  return {
    rows: x.rows,
    features,
    columns,
    mean: Float64Array.from(means),
    std: Float64Array.from(stds),
    fill,
  };
}

function columnOf({ rows, names, data }: Matrix, feature: number): Float64Array {
  const column = new Float64Array(rows);
  for (let row = 0; row < rows; row++) column[row] = data[row * names.length + feature] as number;
  return column;
}

function fillGaps(column: Float64Array, value: number): void {
  for (let row = 0; row < column.length; row++) if (Number.isNaN(column[row])) column[row] = value;
}

/** Coefficients and intercept on the features as they come, from those on standardised ones. */
export function unstandardised(
  { features, mean, std, fill }: Standardised,
  coefficients: ArrayLike<number>,
  intercept: number,
): { coefficients: Float64Array; intercept: number } {
  const raw = new Float64Array(fill.length);
  let shift = 0;
  features.forEach((feature, j) => {
    const slope = (coefficients[j] as number) / (std[j] as number);
    raw[feature] = slope;
    shift += slope * (mean[j] as number);
  });
  return { coefficients: raw, intercept: intercept - shift };
}
