/** Multinomial logistic regression with an L2 penalty. */
import { minimise } from '../../lbfgs.ts';
import type { Examples } from '../family.ts';
import type { LinearModel } from '../model.ts';
import { softmax } from '../softmax.ts';
import { type Standardised, standardised, unstandardised } from './standardised.ts';

const ITERATIONS = 60;

/**
 * Minimises mean log loss + penalty / (2 rows) * |coefficients|^2 on standardised features; intercepts are free.
 * The same as scikit-learn's LogisticRegression(C=1/penalty) on standardised features.
 */
export function logisticRegression(examples: Examples, classes: number, penalty: number): LinearModel {
  const ready = standardised(examples.x);
  const width = ready.columns.length + 1;
  const f = (x: Float64Array, gradient: Float64Array) =>
    logLossOf(ready, examples, classes, penalty, x, gradient);
  const { x } = minimise(f, new Float64Array(classes * width), { iterations: ITERATIONS, tolerance: 1e-5 });
  const outputs = Array.from({ length: classes }, (_, k) => {
    const part = x.subarray(k * width, (k + 1) * width);
    return unstandardised(ready, part, part[width - 1] as number);
  });
  return {
    kind: 'linear',
    outputs: classes,
    coefficients: outputs.map((output) => output.coefficients),
    intercepts: Float64Array.from(outputs, (output) => output.intercept),
    fill: ready.fill,
  };
}

/** The loss and its gradient; of each class the coefficients, then the intercept. */
function logLossOf(
  ready: Standardised,
  { y, weight }: Examples,
  classes: number,
  penalty: number,
  x: Float64Array,
  gradient: Float64Array,
): number {
  const { rows, columns } = ready;
  const width = columns.length + 1;
  const p = softmax(scoresOf(ready, classes, x), classes);
  let loss = 0;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const w = weight ? (weight[i] as number) : 1;
    const truth = i * classes + (y[i] as number);
    loss -= w * Math.log(Math.max(Number.MIN_VALUE, p[truth] as number));
    (p[truth] as number) -= 1;
    if (weight) for (let k = 0; k < classes; k++) (p[i * classes + k] as number) *= w;
    total += w;
  }
  gradient.fill(0);
  for (let j = 0; j < width; j++) addGradient(p, columns[j], classes, gradient, j, width);
  for (let j = 0; j < gradient.length; j++) {
    const shrink = j % width === width - 1 ? 0 : penalty * (x[j] as number);
    gradient[j] = ((gradient[j] as number) + shrink) / total;
    loss += (shrink * (x[j] as number)) / 2;
  }
  return loss / total;
}

function scoresOf({ rows, columns }: Standardised, classes: number, x: Float64Array): Float64Array {
  const width = columns.length + 1;
  const scores = new Float64Array(rows * classes);
  for (let k = 0; k < classes; k++) {
    const intercept = x[k * width + width - 1] as number;
    for (let i = 0; i < rows; i++) scores[i * classes + k] = intercept;
    columns.forEach((column, j) => {
      const slope = x[k * width + j] as number;
      for (let i = 0; i < rows; i++) (scores[i * classes + k] as number) += slope * (column[i] as number);
    });
  }
  return scores;
}

/** @param column undefined for the intercept */
function addGradient(
  errors: Float64Array,
  column: Float64Array | undefined,
  classes: number,
  gradient: Float64Array,
  j: number,
  width: number,
): void {
  for (let k = 0; k < classes; k++) {
    let sum = 0;
    const rows = errors.length / classes;
    for (let i = 0; i < rows; i++)
      sum += (errors[i * classes + k] as number) * (column ? (column[i] as number) : 1);
    gradient[k * width + j] = sum;
  }
}
