/** Conformal intervals: as wide as errors were on rows that the model has not seen, scaled to the row. */
import type { Interval } from '../models/model.ts';
import { conformalQuantile } from './conformal-quantile.ts';
import { type Errors, fitSpread, spreadOutOfFold } from './spread.ts';
import { fitProfile } from './width-profile.ts';

/** Errors, and what was answered: the centres of the intervals, in the model's space. */
export interface Answered extends Errors {
  readonly centre: Float64Array;
}

/**
 * Normalised conformal prediction (Lei et al., "Distribution-Free Predictive Inference for Regression", 2018, section
 * 5.2), cross-conformal (Vovk, "Cross-Conformal Predictors", 2015): how large errors are for a row is learned on four
 * fifths of the rows set aside, how often they are larger than that is counted on the fifth, in turn. So all of these
 * rows serve both ends; the ensemble that is kept has learned from all. On top the profile, without which the cheapest
 * and the dearest would hold far less often than the rest.
 *
 * @param answered rows that the model was not fitted on
 * @param level between 0 and 1: 0.9 for 90 %
 * @throws RangeError when the rows are too few for the level
 */
export function fitInterval(answered: Answered, level: number, seed: number): Interval {
  const size = spreadOutOfFold(answered, seed);
  const errors = answered.errors.map((error, i) => Math.abs(error) / (size[i] as number));
  const quantile = Math.fround(conformalQuantile(errors, level));
  const margin = size.map((value) => value * quantile);
  const profile = fitProfile({ centre: answered.centre, error: answered.errors, margin }, level);
  const spread = fitSpread(answered, seed);
  return { level, quantile, spread, ...(profile ? { profile } : {}) };
}
