/** All measures of a task at once, by the names under which runs record them. */
import { mae, medianAbsolutePercentageError } from './absolute-error.ts';
import { aucOfClass, macroAuc } from './auc.ts';
import { coverage } from './coverage.ts';
import { accuracy, macroF1, mostProbable } from './labels.ts';
import { expectedCalibrationError, logLoss } from './probabilities.ts';
import { r2, r2OfLogs, rmse } from './squared-error.ts';

export type Metrics = Record<string, number>;

/** Bounds of each row's interval, in the user's unit. */
export interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * `r2`, `rmse`, `mae`, `mdape`; `r2_log` when all values are above 0; `coverage` with bounds.
 *
 * @param actual in the user's unit, as `predicted`
 */
export function regressionMetrics(actual: Float64Array, predicted: Float64Array, bounds?: Bounds): Metrics {
  const positive = actual.every((value) => value > 0) && predicted.every((value) => value > 0);
  return {
    r2: r2(actual, predicted),
    rmse: rmse(actual, predicted),
    mae: mae(actual, predicted),
    mdape: medianAbsolutePercentageError(actual, predicted),
    ...(positive ? { r2_log: r2OfLogs(actual, predicted) } : {}),
    ...(bounds ? { coverage: coverage(actual, bounds.lower, bounds.upper) } : {}),
  };
}

/**
 * `accuracy`, `log_loss`, `macro_f1`, `auc` (macro, one against rest), `auc_<class>`, `ece`.
 *
 * @param actual class indices
 * @param probabilities rows x classes
 * @param classes names, in the order of the columns
 */
export function classificationMetrics(
  actual: Float64Array,
  probabilities: Float64Array,
  classes: readonly string[],
): Metrics {
  const labels = mostProbable(probabilities, classes.length);
  const each = classes.map((name, k) => [
    `auc_${name}`,
    aucOfClass(actual, probabilities, classes.length, k),
  ]);
  return {
    accuracy: accuracy(actual, labels),
    log_loss: logLoss(actual, probabilities, classes.length),
    macro_f1: macroF1(actual, labels, classes.length),
    auc: macroAuc(actual, probabilities, classes.length),
    ...Object.fromEntries(each),
    ece: expectedCalibrationError(actual, probabilities, classes.length),
  };
}
