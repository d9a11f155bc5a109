/**
 * Rows in the terms of a linear model: what each feature adds to the score. Features that move it most, in steps of
 * equal size: rows that are a few steps apart are alike for the model.
 */
import type { LinearModel } from '../models/model.ts';
import type { Matrix } from '../table.ts';

/** A feature of the model as a coordinate: (x - low) * scale is from 0 to 255. */
export interface Coordinate {
  readonly feature: number;
  readonly low: number;
  readonly scale: number;
  /** In place of a missing value. */
  readonly fill: number;
}

/** The others hardly move a score. */
const MOST = 32;

/** The features that move the scores of these rows most; one step is worth the same in each. */
export function coordinatesOf({ coefficients, fill }: LinearModel, x: Matrix): Coordinate[] {
  const moved = x.names.map((_, feature) => {
    const weight = Math.hypot(...coefficients.map((weights) => weights[feature] as number));
    const [low, high] = rangeOf(x, feature);
    return { feature, low, weight, moves: weight * (high - low) };
  });
  moved.sort((a, b) => b.moves - a.moves || a.feature - b.feature);
  const widest = moved[0]?.moves || 1;
  return moved.slice(0, MOST).map(({ feature, low, weight }) => ({
    feature,
    low,
    scale: (255 * weight) / widest,
    fill: fill[feature] as number,
  }));
}

/** Without the outermost hundredths: one far value would leave all others in one step. */
function rangeOf({ rows, names, data }: Matrix, feature: number): [number, number] {
  const values: number[] = [];
  for (let row = 0; row < rows; row++) {
    const value = data[row * names.length + feature] as number;
    if (!Number.isNaN(value)) values.push(value);
  }
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const [low, high] = [at(0.01), at(0.99)];
  return low < high ? [low, high] : [at(0), at(1)];
}

/** @returns coordinate after coordinate, for each row its steps */
export function contributionCodes(coordinates: readonly Coordinate[], x: Matrix): Uint8Array {
  const codes = new Uint8Array(coordinates.length * x.rows);
  coordinates.forEach(({ feature, low, scale, fill }, at) => {
    for (let row = 0; row < x.rows; row++) {
      const value = x.data[row * x.names.length + feature] as number;
      const steps = Math.round(((Number.isNaN(value) ? fill : value) - low) * scale);
      codes[at * x.rows + row] = Math.min(255, Math.max(0, steps));
    }
  });
  return codes;
}

/** Steps between each row and the query, over all coordinates. */
export function stepsApart(codes: Uint8Array, query: Uint8Array): Float64Array {
  const rows = codes.length / query.length;
  const apart = new Float64Array(rows);
  query.forEach((code, at) => {
    for (let row = 0; row < rows; row++)
      (apart[row] as number) += Math.abs((codes[at * rows + row] as number) - code);
  });
  return apart;
}
