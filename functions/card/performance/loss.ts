/** How far off a model is on each row: the measure by which slices are compared, whatever the task. */
import type { Answers } from '../../../shared/ml/metrics/answers.ts';
import { moments } from '../../../shared/stats/moments.ts';

/**
 * Regression: |log actual - log predicted| where all are above 0 (an error in proportion, so that dear and cheap
 * houses compare), else |actual - predicted|. Classification: -log of the probability given to the true class.
 */
export function rowLosses(answers: Answers): Float64Array {
  const { actual } = answers;
  if (answers.task === 'regression') {
    const { predicted } = answers;
    const inLog = actual.every((value) => value > 0) && predicted.every((value) => value > 0);
    const space = inLog ? Math.log : (value: number) => value;
    return actual.map((value, i) => Math.abs(space(value) - space(predicted[i] as number)));
  }
  const { probabilities, classes } = answers;
  return actual.map((k, i) => -Math.log(Math.max(probabilities[i * classes.length + k] as number, 2 ** -52)));
}

export interface Comparison {
  /** Mean loss of the slice over that of all rows. */
  readonly relativeLoss: number;
  readonly worse: boolean;
}

/** A slice is worse when its mean loss is a tenth over that of all rows, and by three standard errors. */
const TENTH = 1.1;
const STANDARD_ERRORS = 3;

/** @param rows of the slice */
export function compareLoss(losses: Float64Array, rows: ArrayLike<number>): Comparison {
  const overall = moments(losses).mean;
  const { mean, std, count } = moments(Float64Array.from(rows, (row) => losses[row] as number));
  const error = std / Math.sqrt(Math.max(1, count - 1));
  return {
    relativeLoss: overall > 0 ? mean / overall : 1,
    worse: mean > overall * TENTH && mean - overall > STANDARD_ERRORS * error,
  };
}
