/** Fits what turns a regression's raw scores into answers and intervals. */

import type { Examples } from '../models/family.ts';
import type { Model, RegressionHead } from '../models/model.ts';
import { scoreModel } from '../models/score.ts';
import { fitInterval } from './conformal.ts';
import { shiftOf } from './shift.ts';

export interface RegressionHeadOptions {
  readonly transform: 'log' | 'identity';
  /** Share of rows that intervals shall hold. Default 0.9. */
  readonly level?: number;
  readonly seed: number;
}

/**
 * @param validation rows on which shift and spread are learned; targets in the model's space
 * @param calibration rows on which the width is counted, which nothing else has seen
 */
export function fitRegressionHead(
  model: Model,
  validation: Examples,
  calibration: Examples,
  { transform, level = 0.9, seed }: RegressionHeadOptions,
): RegressionHead {
  const raw = scoreModel(model, validation.x);
  const shift = Math.fround(shiftOf(transform, validation.y, raw));
  const errorsOf = ({ x, y }: Examples, scores: Float64Array) => ({
    x,
    errors: y.map((value, i) => value - (scores[i] as number) - shift),
  });
  const learn = errorsOf(validation, raw);
  const count = errorsOf(calibration, scoreModel(model, calibration.x));
  return { task: 'regression', transform, shift, interval: fitInterval(learn, count, level, seed) };
}
