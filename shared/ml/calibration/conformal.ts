/** Split-conformal intervals: as wide as held-out errors were, scaled to the row. */
import type { RegressionHead, TreeEnsemble } from '../models/model.ts';
import { scoreModel } from '../models/score.ts';
import { fitBoosting } from '../models/trees/boosting.ts';
import type { Matrix } from '../table.ts';

/** Small and smooth: it has the validation part alone to learn from. */
const SPREAD = {
  rounds: 60,
  learningRate: 0.1,
  maxLeaves: 8,
  minChildWeight: 40,
  lambda: 10,
  rowShare: 1,
  columnShare: 1,
  maxBins: 63,
};
/** Share of the median error under which an error counts as that, as its logarithm would run away. */
const LEAST_ERROR = 0.02;

/** Features and how far the centre of the interval was off, in the model's space. */
export interface Errors {
  readonly x: Matrix;
  readonly errors: Float64Array;
}

/**
 * Normalised split-conformal prediction: Lei et al., "Distribution-Free Predictive Inference for Regression" (2018),
 * section 5.2. How large errors are for a row is learned on one set, how often they are larger than that is counted on
 * another; on rows like the latter's the interval holds with at least the level's probability.
 *
 * @param learn validation part
 * @param count calibration part, which nothing has been fitted on
 * @param level between 0 and 1: 0.9 for 90 %
 * @throws RangeError when the calibration part is too small for the level
 */
export function fitInterval(
  learn: Errors,
  count: Errors,
  level: number,
  seed: number,
): RegressionHead['interval'] {
  const spread = fitSpread(learn, seed);
  const sizes = scoreModel(spread, count.x).map(Math.exp);
  const ratios = count.errors.map((error, i) => Math.abs(error) / (sizes[i] as number));
  return { level, quantile: Math.fround(conformalQuantile(ratios, level)), spread };
}

/**
 * The ceil((n + 1) * level)-th smallest of n values: the finite-sample quantile of conformal prediction.
 *
 * @throws RangeError when n is too small to promise the level
 */
export function conformalQuantile(values: Float64Array, level: number): number {
  const rank = Math.ceil((values.length + 1) * level);
  if (!(rank >= 1 && rank <= values.length)) {
    const needed = Math.ceil(level / (1 - level) - 1e-9);
    throw new RangeError(
      `${values.length} rows to calibrate a level of ${level}: at least ${needed} are needed`,
    );
  }
  return values.slice().sort()[rank - 1] as number;
}

function fitSpread({ x, errors }: Errors, seed: number): TreeEnsemble {
  const sizes = errors.map(Math.abs);
  const least = LEAST_ERROR * (sizes.slice().sort()[sizes.length >> 1] ?? 0) || Number.EPSILON;
  const y = sizes.map((size) => Math.log(Math.max(size, least)));
  const task = { task: 'regression', classes: 0 } as const;
  const model = fitBoosting({ x, y }, undefined, SPREAD, seed, task);
  if (model.kind !== 'trees') throw new Error('boosting gave no trees');
  return model;
}
