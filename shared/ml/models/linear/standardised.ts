/** Features made ready for linear models: gaps filled, tails cut, then centred and scaled. */
import { weightedQuantiles } from '../../../stats/weighted-quantile.ts';
import { weightedMean } from '../../metrics/weights.ts';
import type { Matrix } from '../../table.ts';
import type { Examples } from '../family.ts';

export interface Standardised {
  readonly rows: number;
  /** Features that are used and vary, by their index in the matrix; the others get coefficient 0. */
  readonly features: readonly number[];
  /** One column for each of them, of mean 0 and deviation 1. */
  readonly columns: readonly Float64Array[];
  readonly mean: Float64Array;
  readonly std: Float64Array;
  /** Of every feature of the matrix: its median, or 0 when it has no value. */
  readonly fill: Float64Array;
  /** Of every feature: values outside are moved to the bound. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * @param tail share of the rows at each end that is moved to the quantile there: winsorising (Tukey, "The Future of
 * Data Analysis", 1962), as few far values would decide a slope
 * @param unused features to leave out
 */
export function standardised(
  { x, weight }: Examples,
  tail: number,
  unused: ReadonlySet<number>,
): Standardised {
  const width = x.names.length;
  const [fill, low, high] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)];
  const features: number[] = [];
  const columns: Float64Array[] = [];
  const means: number[] = [];
  const stds: number[] = [];
  for (let feature = 0; feature < width; feature++) {
    const column = columnOf(x, feature);
    const { middle, least, most } = centreOf(column, weight, tail);
    [fill[feature], low[feature], high[feature]] = [middle, least, most];
    for (let row = 0; row < column.length; row++) {
      const value = column[row] as number;
      column[row] = Number.isNaN(value) ? middle : Math.min(most, Math.max(least, value));
    }
    const mean = weightedMean(column.length, weight, (row) => column[row] as number);
    const std = Math.sqrt(
      weightedMean(column.length, weight, (row) => ((column[row] as number) - mean) ** 2),
    );
    if (unused.has(feature) || !(std > 1e-9 * Math.max(1, Math.abs(mean)))) continue;
    for (let row = 0; row < column.length; row++) column[row] = ((column[row] as number) - mean) / std;
    features.push(feature);
    columns.push(column);
    means.push(mean);
    stds.push(std);
  }
  const scale = { mean: Float64Array.from(means), std: Float64Array.from(stds) };
  return { rows: x.rows, features, columns, ...scale, fill, low, high };
}

function columnOf({ rows, names, data }: Matrix, feature: number): Float64Array {
  const column = new Float64Array(rows);
  for (let row = 0; row < rows; row++) column[row] = data[row * names.length + feature] as number;
  return column;
}

/** Of the finite values. A feature that is all but constant, such as a rare one-hot value, keeps its whole range. */
function centreOf(
  column: Float64Array,
  weight: Float64Array | undefined,
  tail: number,
): { middle: number; least: number; most: number } {
  const values = column.filter(Number.isFinite);
  if (values.length === 0) return { middle: 0, least: 0, most: 0 };
  const weights = weight?.filter((_, row) => Number.isFinite(column[row]));
  const shares = [0, tail, 0.5, 1 - tail, 1];
  const [first, low, middle, high, last] = weightedQuantiles(values, shares, weights) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return low < high ? { middle, least: low, most: high } : { middle, least: first, most: last };
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
