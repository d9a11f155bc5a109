/** Answers beside the truth: what a model is measured on, whatever its task. */
import type { Bounds } from './coverage.ts';
import { classificationMetrics, type Metrics, regressionMetrics } from './metrics.ts';

export type Answers = RegressionAnswers | ClassificationAnswers;

export interface RegressionAnswers {
  readonly task: 'regression';
  /** In the user's unit, as `predicted` and the bounds. */
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  readonly bounds?: Bounds;
  /** How much each row counts; all the same when absent. */
  readonly weight?: Float64Array;
}

export interface ClassificationAnswers {
  readonly task: 'classification';
  /** Class indices. */
  readonly actual: Float64Array;
  /** rows x classes. */
  readonly probabilities: Float64Array;
  readonly classes: readonly string[];
  readonly weight?: Float64Array;
}

/** All measures of the task. */
export function measure(answers: Answers): Metrics {
  const { actual, weight } = answers;
  return answers.task === 'regression'
    ? regressionMetrics(actual, answers.predicted, answers.bounds, weight)
    : classificationMetrics(actual, answers.probabilities, answers.classes, weight);
}

/** The answers of these rows. */
export function takeAnswers(answers: Answers, rows: ArrayLike<number>): Answers {
  const take = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] as number);
  const weight = answers.weight ? { weight: take(answers.weight) } : {};
  if (answers.task === 'regression') {
    const { actual, predicted, bounds } = answers;
    const taken = bounds
      ? { bounds: { ...bounds, lower: take(bounds.lower), upper: take(bounds.upper) } }
      : {};
    return { task: 'regression', actual: take(actual), predicted: take(predicted), ...taken, ...weight };
  }
  const { classes } = answers;
  const probabilities = new Float64Array(rows.length * classes.length);
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] as number) * classes.length;
    probabilities.set(answers.probabilities.subarray(from, from + classes.length), i * classes.length);
  }
  return { task: 'classification', actual: take(answers.actual), probabilities, classes, ...weight };
}
