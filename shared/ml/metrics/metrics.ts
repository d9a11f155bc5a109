/** All measures of a task at once, by the names under which runs record them. */
import { mae, medianAbsolutePercentageError, pinball } from './absolute-error.ts';
import { aucOfClass, macroAuc } from './auc.ts';
import { type Bounds, coverage } from './coverage.ts';
import { accuracy, macroF1, mostProbable } from './labels.ts';
import { brier, logLoss } from './probabilities.ts';
import { calibrationError, reliabilityOfClass, reliabilityOfLabel } from './reliability.ts';
import { r2, r2OfLogs, rmse } from './squared-error.ts';
import type { Weights } from './weights.ts';

export type Metrics = Record<string, number>;

/**
 * `r2`, `rmse`, `mae`, `mdape`; `r2_log` when all values are above 0; `coverage` with bounds, and `pinball`, the mean
 * loss of both bounds as quantiles, where their level is known.
 *
 * @param actual in the user's unit, as `predicted`
 * @param weight how much each row counts
 */
export function regressionMetrics(
  actual: Float64Array,
  predicted: Float64Array,
  bounds?: Bounds,
  weight?: Weights,
): Metrics {
  const positive = actual.every((value) => value > 0) && predicted.every((value) => value > 0);
  return {
    r2: r2(actual, predicted, weight),
    rmse: rmse(actual, predicted, weight),
    mae: mae(actual, predicted, weight),
    mdape: medianAbsolutePercentageError(actual, predicted, weight),
    ...(positive ? { r2_log: r2OfLogs(actual, predicted, weight) } : {}),
    ...(bounds ? boundMetrics(actual, bounds, weight) : {}),
  };
}

function boundMetrics(actual: Float64Array, bounds: Bounds, weight: Weights): Metrics {
  const { lower, upper, level } = bounds;
  const held = { coverage: coverage(actual, bounds, weight) };
  if (level === undefined) return held;
  const tail = (1 - level) / 2;
  const losses = pinball(actual, lower, tail, weight) + pinball(actual, upper, 1 - tail, weight);
  return { ...held, pinball: losses / 2 };
}

/**
 * `accuracy`, `log_loss`, `brier`, `macro_f1`, `auc` (macro, one against rest), `auc_<class>`; expected calibration
 * errors `ece` (of the most probable class) and `ece_<class>`.
 *
 * @param actual class indices
 * @param probabilities rows x classes
 * @param classes names, in the order of the columns
 * @param weight how much each row counts
 */
export function classificationMetrics(
  actual: Float64Array,
  probabilities: Float64Array,
  classes: readonly string[],
  weight?: Weights,
): Metrics {
  const count = classes.length;
  const labels = mostProbable(probabilities, count);
  const each = (name: string, of: (k: number) => number) =>
    Object.fromEntries(classes.map((label, k) => [`${name}_${label}`, of(k)]));
  return {
    accuracy: accuracy(actual, labels, weight),
    log_loss: logLoss(actual, probabilities, count, weight),
    brier: brier(actual, probabilities, count, weight),
    macro_f1: macroF1(actual, labels, count, weight),
    auc: macroAuc(actual, probabilities, count, weight),
    ...each('auc', (k) => aucOfClass(actual, probabilities, count, k, weight)),
    ece: calibrationError(reliabilityOfLabel(actual, probabilities, count, weight)),
    ...each('ece', (k) => calibrationError(reliabilityOfClass(actual, probabilities, count, k, weight))),
  };
}
