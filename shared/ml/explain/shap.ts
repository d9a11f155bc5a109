/** Why a model gave its scores: exact Shapley values of its features. */
import type { Model } from '../models/model.ts';
import type { Matrix } from '../table.ts';
import type { Explanations } from './explanation.ts';
import { interventional } from './interventional.ts';
import { linearShap } from './linear-shap.ts';
import { pathDependent } from './path-dependent.ts';

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
  if (background?.rows === 0) throw new RangeError('a background of no rows: it needs at least one');
  if (model.kind === 'linear') return linearShap(model, background);
  return background ? interventional(model, background) : pathDependent(model);
}
