/** Why the served file answered as it did: exact Shapley values of the trees inside it, in the user's unit. */
import type { Explanation } from '../../shared/ml/explanation.ts';
import { inProbability, inUserUnit, type UnitExplanation } from '../../shared/ml/in-user-unit.ts';
import { explain } from '../../shared/ml/shap.ts';
import type { ReadArtifact } from '../../shared/onnx/artifact/read.ts';

export interface Explained {
  /** In the model's own space, one for each output: base + contributions = raw score. */
  readonly raw: Explanation;
  /** In the user's unit: one for a regression, one for each class of a classification. */
  readonly unit: readonly UnitExplanation[];
}

/** @param answers what the graph answered, one for each of `unit`: what the contributions have to sum to */
export type Explainer = (features: Float32Array, answers: ArrayLike<number>) => Explained;

/** Beyond float32's rounding over a few hundred trees: then it is no explanation of this answer. */
const TOLERANCE = 1e-3;

export function explainerOf({ model, head }: Pick<ReadArtifact, 'model' | 'head'>): Explainer {
  return (features, answers) => {
    const raw = explain(model, features);
    const unit = head.task === 'regression' ? [inUserUnit(head, raw)] : inProbability(head, raw);
    return {
      raw,
      unit: unit.map((explanation, index) => summingTo(answers[index] as number, explanation)),
    };
  };
}

/**
 * The graph computes in float32, the explanation in float64: what they differ by is shared out in proportion.
 * @throws when they differ by more than rounding
 */
function summingTo(answer: number, { base, contributions }: UnitExplanation): UnitExplanation {
  const lack = answer - contributions.reduce((sum, part) => sum + part, base);
  if (!(Math.abs(lack) <= TOLERANCE * Math.max(Math.abs(answer), 1)))
    throw new Error(
      `the explanation misses the answer ${answer} by ${lack}: model and explanation do not agree`,
    );
  const size = contributions.reduce((sum, part) => sum + Math.abs(part), 0);
  if (size === 0) return { base: answer, contributions };
  return {
    base,
    contributions: contributions.map((part) => part + (lack * Math.abs(part)) / size),
  };
}
