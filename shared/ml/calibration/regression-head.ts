/** Fits what turns a regression's raw scores into answers and intervals. */

import type { Examples } from '../models/family.ts';
import type { Model, RegressionHead } from '../models/model.ts';
import { scoreModel } from '../models/score.ts';
import type { Matrix } from '../table.ts';
import { fitInterval } from './conformal.ts';
import { type Center, shiftOf } from './shift.ts';

export interface RegressionHeadOptions {
  readonly transform: 'log' | 'identity';
  /** Default mean. */
  readonly center?: Center;
  /** Share of rows that intervals shall hold. Default 0.9. */
  readonly level?: number;
  readonly seed: number;
  /**
   * Features of the rows of validation and calibration as they are served, where the model that is served is not the
   * one that these rows judge but one that has learned from them too. Default: those of the examples.
   */
  readonly served?: readonly [validation: Matrix, calibration: Matrix];
}

/**
 * @param validation rows that the model was not fitted on; targets in the model's space. The shift is learned on them.
 * @param calibration more such rows; on both together the width of intervals is learned
 */
export function fitRegressionHead(
  model: Model,
  validation: Examples,
  calibration: Examples,
  options: RegressionHeadOptions,
): RegressionHead {
  const { transform, center = 'mean', served = [validation.x, calibration.x] } = options;
  const raw = scoreModel(model, validation.x);
  const shift = Math.fround(shiftOf(center, transform, validation, raw));
  const scores = scoreModel(model, below(validation.x, calibration.x));
  const y = Float64Array.from([...validation.y, ...calibration.y]);
  return headOfScores({ x: below(...served), y, scores }, shift, options);
}

/** Rows that a model was not fitted on, with their targets and its scores in the model's space. */
export interface ScoredRows {
  readonly x: Matrix;
  readonly y: Float64Array;
  readonly scores: Float64Array;
}

/** Of a model that is known by its scores alone. @param shift what is added to each score before all else */
export function headOfScores(
  { x, y, scores }: ScoredRows,
  shift: number,
  { transform, level = 0.9, seed }: Pick<RegressionHeadOptions, 'transform' | 'level' | 'seed'>,
): RegressionHead {
  const centre = scores.map((score) => score + shift);
  const errors = centre.map((value, row) => (y[row] as number) - value);
  return { task: 'regression', transform, shift, interval: fitInterval({ x, errors, centre }, level, seed) };
}

/** The rows of both, the second under the first. */
function below(first: Matrix, second: Matrix): Matrix {
  const data = new Float32Array(first.data.length + second.data.length);
  data.set(first.data);
  data.set(second.data, first.data.length);
  return { ...first, rows: first.rows + second.rows, data };
}
