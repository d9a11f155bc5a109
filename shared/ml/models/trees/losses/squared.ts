/** Half the squared error: gradient = weight * (score - y), hessian = weight. */
import { weightedMean } from '../../../metrics/weights.ts';
import type { Examples } from '../../family.ts';
import type { Objective } from './objective.ts';

export function squaredLoss({ y, weight }: Examples): Objective {
  const gradient = new Float64Array(y.length);
  return {
    outputs: 1,
    base: Float64Array.of(Math.fround(weightedMean(y.length, weight, (i) => y[i] as number))),
    derive(scores) {
      for (let i = 0; i < y.length; i++) gradient[i] = (scores[i] as number) - (y[i] as number);
      if (weight) for (let i = 0; i < y.length; i++) (gradient[i] as number) *= weight[i] as number;
      return [{ output: 0, gradient, hessian: weight ?? null }];
    },
    loss: meanSquaredError,
  };
}

function meanSquaredError({ y, weight }: Examples, scores: Float64Array): number {
  return weightedMean(y.length, weight, (i) => ((y[i] as number) - (scores[i] as number)) ** 2);
}
