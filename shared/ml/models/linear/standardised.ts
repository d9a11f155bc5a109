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

export function standardised({ rows, names, data }: Matrix): Standardised {
  const fill = new Float64Array(names.length);
  const features: number[] = [];
  const columns: Float64Array[] = [];
  const mean: number[] = [];
  const std: number[] = [];
  for (let feature = 0; feature < names.length; feature++) {
    const column = Float64Array.from(
      { length: rows },
      (_, row) => data[row * names.length + feature] as number,
    );
    const middle = median(column);
    fill[feature] = Number.isNaN(middle) ? 0 : middle;
    const filled = column.map((value) => (Number.isNaN(value) ? (fill[feature] as number) : value));
    const spread = moments(filled);
    if (!(spread.std > 1e-9 * Math.max(1, Math.abs(spread.mean)))) continue;
    features.push(feature);
    columns.push(filled.map((value) => (value - spread.mean) / spread.std));
    mean.push(spread.mean);
    std.push(spread.std);
  }
  return { rows, features, columns, mean: Float64Array.from(mean), std: Float64Array.from(std), fill };
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
