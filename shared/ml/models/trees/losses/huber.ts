/**
 * Squared error up to `delta`, beyond it linear: Huber, "Robust Estimation of a Location Parameter" (1964). As in
 * LightGBM the gradient is cut at delta and the hessian stays the weight; the start is the median.
 */

import { weightedQuantile } from '../../../../stats/weighted-quantile.ts';
import { weightedMean } from '../../../metrics/weights.ts';
import type { Examples } from '../../family.ts';
import { FitFailure } from '../../fit-failure.ts';
import type { Objective } from './objective.ts';

/** @throws FitFailure when delta is not above 0 */
export function huberLoss({ y, weight }: Examples, delta: number): Objective {
  if (!(delta > 0))
    throw new FitFailure(`huberDelta is ${delta}: expected a number above 0, in the target's unit`);
  const gradient = new Float64Array(y.length);
  return {
    outputs: 1,
    base: Float64Array.of(Math.fround(weightedQuantile(y, 0.5, weight))),
    derive(scores) {
      for (let i = 0; i < y.length; i++) {
        const error = (scores[i] as number) - (y[i] as number);
        gradient[i] = Math.max(-delta, Math.min(delta, error)) * (weight ? (weight[i] as number) : 1);
      }
      return [{ output: 0, gradient, hessian: weight ?? null }];
    },
    loss: (examples, scores) =>
      weightedMean(examples.y.length, examples.weight, (i) => {
        const error = Math.abs((examples.y[i] as number) - (scores[i] as number));
        return error <= delta ? error ** 2 / 2 : delta * (error - delta / 2);
      }),
  };
}
