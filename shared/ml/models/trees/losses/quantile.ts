/**
 * The pinball loss of a quantile: Koenker and Bassett, "Regression Quantiles" (1978). Its derivatives tell only the
 * side, so a leaf is given the quantile of its rows' residuals: Friedman, "Greedy Function Approximation" (2001),
 * section 4.3, as LightGBM does.
 */

import { weightedQuantile } from '../../../../stats/weighted-quantile.ts';
import { weightedMean } from '../../../metrics/weights.ts';
import type { Examples } from '../../family.ts';
import { FitFailure } from '../../fit-failure.ts';
import type { Objective } from './objective.ts';

/** @throws FitFailure when p does not lie between 0 and 1 */
export function quantileLoss({ y, weight }: Examples, p: number): Objective {
  if (!(p > 0 && p < 1)) throw new FitFailure(`quantile is ${p}: expected a number between 0 and 1`);
  const gradient = new Float64Array(y.length);
  return {
    outputs: 1,
    base: Float64Array.of(Math.fround(weightedQuantile(y, p, weight))),
    derive(scores) {
      for (let i = 0; i < y.length; i++) {
        const side = (scores[i] as number) >= (y[i] as number) ? 1 - p : -p;
        gradient[i] = side * (weight ? (weight[i] as number) : 1);
      }
      const leafValue = (rows: Int32Array) => residualQuantile(y, scores, rows, p, weight);
      return [{ output: 0, gradient, hessian: weight ?? null, leafValue }];
    },
    loss: (examples, scores) =>
      weightedMean(examples.y.length, examples.weight, (i) => {
        const error = (examples.y[i] as number) - (scores[i] as number);
        return error >= 0 ? p * error : (p - 1) * error;
      }),
  };
}

function residualQuantile(
  y: Float64Array,
  scores: Float64Array,
  rows: Int32Array,
  p: number,
  weight: Float64Array | undefined,
): number {
  const residuals = Float64Array.from(rows, (row) => (y[row] as number) - (scores[row] as number));
  const weights = weight && Float64Array.from(rows, (row) => weight[row] as number);
  return weightedQuantile(residuals, p, weights);
}
