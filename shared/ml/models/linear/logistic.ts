/** Multinomial logistic regression with an L2 penalty. */
import { minimise } from '../../lbfgs.ts';
import type { Examples } from '../family.ts';
import type { LinearModel } from '../model.ts';
import { softmax } from '../softmax.ts';
import { type Standardised, unstandardised } from './standardised.ts';

const ITERATIONS = 60;

/** What one evaluation of the loss works on: standardised rows with a 1 at the end, and targets. */
interface Problem {
  readonly rows: Float32Array;
  readonly width: number;
  readonly classes: number;
  readonly penalty: number;
  readonly examples: Examples;
}

/**
 * Minimises mean log loss + penalty / (2 rows) * |coefficients|^2 on standardised features; intercepts are free.
 * The same as scikit-learn's LogisticRegression(C=1/penalty) on standardised features.
 *
 * @param tolerance stops when no part of the mean loss' gradient is larger
 */
export function logisticRegression(
  examples: Examples,
  ready: Standardised,
  classes: number,
  { penalty, tolerance }: { readonly penalty: number; readonly tolerance: number },
): LinearModel {
  const width = ready.columns.length + 1;
  const problem = { rows: rowMajor(ready, width), width, classes, penalty, examples };
  const f = (x: Float64Array, gradient: Float64Array) => lossOf(problem, x, gradient);
  const { x } = minimise(f, new Float64Array(classes * width), { iterations: ITERATIONS, tolerance });
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
    low: ready.low,
    high: ready.high,
  };
}

/** The loss at x (of each class the coefficients, then the intercept) and its gradient, in one pass over the rows. */
function lossOf(problem: Problem, x: Float64Array, gradient: Float64Array): number {
  const { width, classes, penalty, examples } = problem;
  const { y, weight } = examples;
  const p = new Float64Array(classes);
  gradient.fill(0);
  let loss = 0;
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    const w = weight ? (weight[i] as number) : 1;
    const truth = y[i] as number;
    scoreRow(problem, x, i, p);
    softmax(p, classes, p);
    loss -= w * Math.log(Math.max(Number.MIN_VALUE, p[truth] as number));
    total += w;
    for (let k = 0; k < classes; k++)
      addRow(problem, gradient, i, k, w * ((p[k] as number) - (k === truth ? 1 : 0)));
  }
  for (let j = 0; j < gradient.length; j++) {
    const shrink = j % width === width - 1 ? 0 : penalty * (x[j] as number);
    gradient[j] = ((gradient[j] as number) + shrink) / total;
    loss += (shrink * (x[j] as number)) / 2;
  }
  return loss / total;
}

function scoreRow(
  { rows, width, classes }: Problem,
  x: Float64Array,
  row: number,
  scores: Float64Array,
): void {
  const start = row * width;
  for (let k = 0; k < classes; k++) {
    let sum = 0;
    for (let j = 0; j < width; j++) sum += (x[k * width + j] as number) * (rows[start + j] as number);
    scores[k] = sum;
  }
}

function addRow(
  { rows, width }: Problem,
  gradient: Float64Array,
  row: number,
  k: number,
  error: number,
): void {
  const start = row * width;
  const at = k * width;
  for (let j = 0; j < width; j++) (gradient[at + j] as number) += error * (rows[start + j] as number);
}

function rowMajor({ rows, columns }: Standardised, width: number): Float32Array {
  const data = new Float32Array(rows * width).fill(1);
  columns.forEach((column, j) => {
    for (let row = 0; row < rows; row++) data[row * width + j] = column[row] as number;
  });
  return data;
}
