/** Why a model gave its scores: exact Shapley values of its features. */
import type { Model } from '../models/model.ts';
import type { Matrix } from '../table.ts';
import { type Explanations, finished, type Steps } from './explanation.ts';
import { interventional } from './interventional.ts';
import { linearShap } from './linear-shap.ts';
import { pathDependent } from './path-dependent.ts';
import { explainTrees } from './trees.ts';

/** Rows of features in the order that the model was fitted on; NaN is missing. */
export type Shap = (x: Matrix) => Explanations;

/**
 * Looks at the model once, which takes longer than explaining a row; base + contributions = raw score.
 *
 * @param background rows that tell what an unknown feature may be (interventional). Without them it is what the
 * training rows were on the way through each tree (path-dependent), or their median in a linear model.
 * @throws RangeError when the background has no rows
 */
export function shapOf(model: Model, background?: Matrix): Shap {
  const steps = shapInSteps(model, background);
  return (x) => finished(steps(x));
}

/** The same in steps, for who has others to serve meanwhile. */
export function shapInSteps(model: Model, background?: Matrix): (x: Matrix) => Steps {
  if (background?.rows === 0) throw new RangeError('a background of no rows: it needs at least one');
  if (model.kind === 'linear') {
    const shap = linearShap(model, background);
    return function* (x) {
      yield;
      return shap(x);
    };
  }
  return explainTrees(model, background ? (tree) => interventional(tree, background) : pathDependent);
}
