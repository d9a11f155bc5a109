/** Why a model gave a score: exact Shapley values of its features. */
import type { Explanation } from './explanation.ts';
import type { LinearModel, Model } from './models/model.ts';
import { treeShap } from './tree-shap.ts';

/**
 * Trees: path-dependent TreeSHAP, nothing known meaning the training rows' covers. Linear models: distance from the
 * training median, so that a missing value contributes 0.
 *
 * @param row one value for each feature; NaN is missing
 */
export function explain(model: Model, row: Float32Array): Explanation {
  return model.kind === 'trees' ? treeShap(model, row) : linearShap(model, row);
}

function linearShap({ coefficients, intercepts, fill }: LinearModel, row: Float32Array): Explanation {
  const contributions = coefficients.map((weights) =>
    weights.map((weight, j) => {
      const value = row[j] as number;
      return Number.isNaN(value) ? 0 : weight * (value - (fill[j] as number));
    }),
  );
  const base = coefficients.map((weights, output) =>
    weights.reduce((sum, weight, j) => sum + weight * (fill[j] as number), intercepts[output] as number),
  );
  return { base, contributions };
}
