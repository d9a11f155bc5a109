/** Exact Shapley values of linear models: each feature's weight times how far it is from where it usually is. */
import { type LinearModel, linearInput } from '../models/model.ts';
import type { Matrix } from '../table.ts';
import type { Explanations } from './explanation.ts';

/**
 * The usual is the training median, so that a missing value contributes 0; with a background sample its mean, as
 * interventional Shapley values have it.
 */
export function linearShap(model: LinearModel, background?: Matrix) {
  const { coefficients, intercepts, fill, outputs } = model;
  const usual = background ? meansOf(background, model) : fill;
  const base = coefficients.map((weights, output) =>
    weights.reduce((sum, weight, j) => sum + weight * (usual[j] as number), intercepts[output] as number),
  );
  return ({ rows, names, data }: Matrix): Explanations => {
    const features = names.length;
    const contributions = new Float64Array(rows * outputs * features);
    for (let row = 0; row < rows; row++) {
      coefficients.forEach((weights, output) => {
        const to = (row * outputs + output) * features;
        for (let j = 0; j < features; j++) {
          const value = linearInput(model, j, data[row * features + j] as number);
          const off = value - (usual[j] as number);
          // no -0
          contributions[to + j] = off === 0 ? 0 : (weights[j] as number) * off;
        }
      });
    }
    return { base, contributions, features };
  };
}

function meansOf({ rows, names, data }: Matrix, model: LinearModel): Float64Array {
  const width = names.length;
  return model.fill.map((_, j) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += linearInput(model, j, data[row * width + j] as number);
    return sum / rows;
  });
}
