/** Fits what turns a classifier's raw scores into calibrated probabilities. */
import { minimise } from '../lbfgs.ts';
import type { ClassificationHead } from '../models/model.ts';
import { softmax } from '../models/softmax.ts';

/** Pull towards scale 1 and offset 0, in rows: a class with hardly any rows keeps its scores. */
const PULL = 5;

/**
 * Vector scaling (Guo et al., "On Calibration of Modern Neural Networks", 2017, section 4.2): a scale and an offset
 * for each class, by least log loss.
 *
 * @param classes names, in the order of the outputs
 * @param y class indices of rows that the model has not seen
 * @param raw their scores, rows x classes
 */
export function fitClassificationHead(
  classes: readonly string[],
  y: Float64Array,
  raw: Float64Array,
): ClassificationHead {
  const count = classes.length;
  const start = new Float64Array(2 * count).fill(1, 0, count);
  const { x } = minimise((at, gradient) => logLossOf(y, raw, count, at, gradient), start, {
    tolerance: 1e-7,
  });
  return {
    task: 'classification',
    classes,
    scale: x.slice(0, count).map(Math.fround),
    offset: x.slice(count).map(Math.fround),
  };
}

/** Scores made ready for softmax: scale[k] * raw[k] + offset[k]. */
export function scaled(raw: Float64Array, scale: Float64Array, offset: Float64Array): Float64Array {
  const classes = scale.length;
  return raw.map((score, i) => score * (scale[i % classes] as number) + (offset[i % classes] as number));
}

/** @param at scales, then offsets */
function logLossOf(
  y: Float64Array,
  raw: Float64Array,
  classes: number,
  at: Float64Array,
  gradient: Float64Array,
): number {
  const p = softmax(scaled(raw, at.subarray(0, classes), at.subarray(classes)), classes);
  gradient.fill(0);
  let loss = 0;
  for (let i = 0; i < y.length; i++) {
    loss -= Math.log(Math.max(Number.MIN_VALUE, p[i * classes + (y[i] as number)] as number));
    for (let k = 0; k < classes; k++) {
      const error = (p[i * classes + k] as number) - (y[i] === k ? 1 : 0);
      (gradient[k] as number) += error * (raw[i * classes + k] as number);
      (gradient[classes + k] as number) += error;
    }
  }
  for (let j = 0; j < at.length; j++) {
    const off = (at[j] as number) - (j < classes ? 1 : 0);
    loss += (PULL * off * off) / 2;
    gradient[j] = ((gradient[j] as number) + PULL * off) / y.length;
  }
  return loss / y.length;
}
