/**
 * Log loss of two classes: one score decides, that of the second class; the first one's stays where it started. So a
 * round is one tree, and the softmax of both scores is the logistic function of their difference. Gradient = weight *
 * (p - y), hessian = weight * p (1 - p).
 */
import type { Examples } from '../../family.ts';
import { LEAST_HESSIAN, logShares, meanLogLoss } from './log-loss.ts';
import type { Objective } from './objective.ts';

export function logisticLoss({ y, weight }: Examples): Objective {
  const gradient = new Float64Array(y.length);
  const hessian = new Float64Array(y.length);
  return {
    outputs: 2,
    base: logShares(y, weight, 2),
    derive(scores) {
      for (let i = 0; i < y.length; i++) {
        const w = weight ? (weight[i] as number) : 1;
        const odds = Math.exp((scores[2 * i] as number) - (scores[2 * i + 1] as number));
        const p = 1 / (1 + odds);
        gradient[i] = w * (p - (y[i] as number));
        hessian[i] = Math.max(LEAST_HESSIAN, w * p * (1 - p));
      }
      return [{ output: 1, gradient, hessian }];
    },
    loss: meanLogLoss,
  };
}
