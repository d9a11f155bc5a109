/**
 * Gamma deviance of exp(y) under the mean exp(score): for a target in logarithms whose answers are wanted in the
 * unit itself. With r = exp(y - score) the half deviance is r - 1 - log r, its gradient 1 - r, its hessian r
 * (McCullagh and Nelder, "Generalized Linear Models", 1989, section 8.3, with log link). The scores aim at the
 * logarithm of the mean, not at the mean of logarithms.
 */
import { weightedMean } from '../../../metrics/weights.ts';
import type { Examples } from '../../family.ts';
import type { Objective } from './objective.ts';

export function gammaLoss({ y, weight }: Examples): Objective {
  const gradient = new Float64Array(y.length);
  const hessian = new Float64Array(y.length);
  return {
    outputs: 1,
    base: Float64Array.of(Math.fround(logMeanExp(y, weight))),
    derive(scores) {
      for (let i = 0; i < y.length; i++) {
        const w = weight ? (weight[i] as number) : 1;
        const ratio = w * Math.exp((y[i] as number) - (scores[i] as number));
        gradient[i] = w - ratio;
        hessian[i] = ratio;
      }
      return [{ output: 0, gradient, hessian }];
    },
    loss: meanGammaDeviance,
  };
}

/** As scikit-learn's mean_gamma_deviance on exp(y) and exp(score). */
function meanGammaDeviance({ y, weight }: Examples, scores: Float64Array): number {
  return weightedMean(y.length, weight, (i) => {
    const log = (y[i] as number) - (scores[i] as number);
    return 2 * (Math.exp(log) - 1 - log);
  });
}

/** Without leaving the range of numbers, as the greatest is taken out first. */
function logMeanExp(y: Float64Array, weight: Float64Array | undefined): number {
  const most = y.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return most + Math.log(weightedMean(y.length, weight, (i) => Math.exp((y[i] as number) - most)));
}
