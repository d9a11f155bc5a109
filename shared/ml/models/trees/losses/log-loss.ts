/** Log loss of classes: what is the same for two of them and for more. */
import { weightedMean } from '../../../metrics/weights.ts';
import type { Examples } from '../../family.ts';
import { softmax } from '../../softmax.ts';

/** Rows that each class is given beforehand, so that an absent class has a finite score. */
const PRIOR = 1;
/** A row that is as good as certain still counts. */
export const LEAST_HESSIAN = 1e-16;

/** Mean of -log of the true class's probability. */
export function meanLogLoss({ y, weight }: Examples, scores: Float64Array): number {
  const classes = scores.length / y.length;
  const probabilities = softmax(scores, classes);
  return weightedMean(
    y.length,
    weight,
    (i) => -Math.log(Math.max(Number.MIN_VALUE, probabilities[i * classes + (y[i] as number)] as number)),
  );
}

/** Logarithms of the classes' shares, in float32. */
export function logShares(y: Float64Array, weight: Float64Array | undefined, classes: number): Float64Array {
  const totals = new Float64Array(classes).fill(PRIOR);
  for (let i = 0; i < y.length; i++) (totals[y[i] as number] as number) += weight ? (weight[i] as number) : 1;
  const sum = totals.reduce((all, total) => all + total, 0);
  return totals.map((total) => Math.fround(Math.log(total / sum)));
}
