/**
 * Multiclass log loss: gradient_k = weight * (p_k - [y = k]), hessian_k = weight * p_k (1 - p_k) * K / (K - 1), the
 * factor as in Friedman, "Greedy Function Approximation" (2001), section 4.6.
 */
import type { Examples } from '../family.ts';
import { softmax } from '../softmax.ts';
import type { Objective } from './objective.ts';

/** Rows that each class is given beforehand, so that an absent class has a finite score. */
const PRIOR = 1;
const LEAST_HESSIAN = 1e-16;

export function softmaxLoss({ y, weight }: Examples, classes: number): Objective {
  const rows = y.length;
  const factor = classes / (classes - 1);
  const probabilities = new Float64Array(rows * classes);
  const outputs = Array.from({ length: classes }, () => ({
    gradient: new Float64Array(rows),
    hessian: new Float64Array(rows),
  }));
  return {
    outputs: classes,
    base: logShares(y, weight, classes),
    derive(scores) {
      softmax(scores, classes, probabilities);
      outputs.forEach(({ gradient, hessian }, k) => {
        for (let i = 0; i < rows; i++) {
          const p = probabilities[i * classes + k] as number;
          const w = weight ? (weight[i] as number) : 1;
          gradient[i] = w * (y[i] === k ? p - 1 : p);
          hessian[i] = Math.max(LEAST_HESSIAN, w * factor * p * (1 - p));
        }
      });
      return outputs;
    },
  };
}

/** Mean of -log of the true class's probability. */
export function meanLogLoss({ y, weight }: Examples, scores: Float64Array): number {
  const classes = scores.length / y.length;
  const probabilities = softmax(scores, classes);
  let sum = 0;
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    const w = weight ? (weight[i] as number) : 1;
    sum -= w * Math.log(Math.max(Number.MIN_VALUE, probabilities[i * classes + (y[i] as number)] as number));
    total += w;
  }
  return sum / total;
}

function logShares(y: Float64Array, weight: Float64Array | undefined, classes: number): Float64Array {
  const totals = new Float64Array(classes).fill(PRIOR);
  for (let i = 0; i < y.length; i++) (totals[y[i] as number] as number) += weight ? (weight[i] as number) : 1;
  const sum = totals.reduce((all, total) => all + total, 0);
  return totals.map((total) => Math.fround(Math.log(total / sum)));
}
