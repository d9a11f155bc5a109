/**
 * Log loss of three and more classes: a score each, gradient_k = weight * (p_k - [y = k]), hessian_k = weight * p_k (1 - p_k)
 * * K / (K - 1), the factor as in Friedman, "Greedy Function Approximation" (2001), section 4.6.
 */
import type { Examples } from '../../family.ts';
import { softmax } from '../../softmax.ts';
import { LEAST_HESSIAN, logShares, meanLogLoss } from './log-loss.ts';
import type { Objective } from './objective.ts';

export function softmaxLoss({ y, weight }: Examples, classes: number): Objective {
  const rows = y.length;
  const factor = classes > 1 ? classes / (classes - 1) : 1;
  const probabilities = new Float64Array(rows * classes);
  const steps = Array.from({ length: classes }, (_, output) => ({
    output,
    gradient: new Float64Array(rows),
    hessian: new Float64Array(rows),
  }));
  return {
    outputs: classes,
    base: logShares(y, weight, classes),
    derive(scores) {
      softmax(scores, classes, probabilities);
      for (const { output, gradient, hessian } of steps) {
        for (let i = 0; i < rows; i++) {
          const p = probabilities[i * classes + output] as number;
          const w = weight ? (weight[i] as number) : 1;
          gradient[i] = w * (y[i] === output ? p - 1 : p);
          hessian[i] = Math.max(LEAST_HESSIAN, w * factor * p * (1 - p));
        }
      }
      return steps;
    },
    loss: meanLogLoss,
  };
}
