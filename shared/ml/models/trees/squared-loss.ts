/** Half the squared error: gradient = weight * (score - y), hessian = weight. */
import type { Examples } from '../family.ts';
import type { Objective } from './objective.ts';

export function squaredLoss({ y, weight }: Examples): Objective {
  const gradient = new Float64Array(y.length);
  return {
    outputs: 1,
    base: Float64Array.of(Math.fround(weightedMean(y, weight))),
    derive(scores) {
      for (let i = 0; i < y.length; i++) {
        const error = (scores[i] as number) - (y[i] as number);
        gradient[i] = weight ? error * (weight[i] as number) : error;
      }
      return [{ gradient, hessian: weight ?? null }];
    },
  };
}

/** Mean squared error. */
export function meanSquaredError({ y, weight }: Examples, scores: Float64Array): number {
  const squares = Float64Array.from(y, (value, i) => (value - (scores[i] as number)) ** 2);
  return weightedMean(squares, weight);
}

function weightedMean(values: Float64Array, weight: Float64Array | undefined): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const w = weight ? (weight[i] as number) : 1;
    sum += w * (values[i] as number);
    total += w;
  }
  return sum / total;
}
