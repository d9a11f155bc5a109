/** What a trained model is: numbers only, the same in memory, in JSON and in the ONNX graph. */

/** One binary tree in arrays, node 0 its root. `x <= threshold` goes left, NaN goes where `missingLeft` says. */
export interface Tree {
  /** Index of the split's feature; -1 at a leaf. */
  readonly feature: Int32Array;
  /** float32, so that the graph compares as the trainer does. */
  readonly threshold: Float32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly missingLeft: Uint8Array;
  /** Of each node where its set of categories starts in `sets`, -1 for a threshold. Absent: thresholds only. */
  readonly setStart?: Int32Array;
  /** Bits of categories that go left, SET_WORDS words a set: category c is bit c % 32 of word c / 32. */
  readonly sets?: Uint32Array;
  /** What a leaf adds to the score, shrinkage included, representable in float32; 0 in inner nodes. */
  readonly value: Float64Array;
  /** Sum of weights of the training rows that passed the node. */
  readonly cover: Float64Array;
  /** Which output the tree adds to: 0 in regression, the class in classification. */
  readonly output: number;
}

/** Words of a set of categories: a column has at most 256 of them. */
export const SET_WORDS = 8;

/**
 * Where a row goes at an inner node: the one rule that scoring, the graph and explanations share.
 *
 * @param x the row's value of the node's feature, float32. One that is no category of the set, a category that
 * training did not know among them, goes right.
 */
export function goesLeft(tree: Tree, node: number, x: number): boolean {
  if (Number.isNaN(x)) return tree.missingLeft[node] === 1;
  const start = tree.setStart ? (tree.setStart[node] as number) : -1;
  if (start < 0) return x <= (tree.threshold[node] as number);
  return isMember(tree.sets, start, x);
}

function isMember(sets: Uint32Array | undefined, start: number, x: number): boolean {
  const isCategory = x >= 0 && x < 32 * SET_WORDS && Number.isInteger(x);
  return isCategory && (((sets?.[start + (x >> 5)] ?? 0) >>> (x & 31)) & 1) === 1;
}

/** base[output] + sum of the trees' leaves = raw score. A decision tree is one tree, a forest has 1/n in its leaves. */
export interface TreeEnsemble {
  readonly kind: 'trees';
  readonly outputs: number;
  readonly base: Float64Array;
  readonly trees: readonly Tree[];
}

/** intercept[output] + sum over features of coefficient[output][feature] * linearInput(model, feature, x). */
export interface LinearModel {
  readonly kind: 'linear';
  readonly outputs: number;
  readonly coefficients: readonly Float64Array[];
  readonly intercepts: Float64Array;
  /** What stands in for a missing feature (the training median). */
  readonly fill: Float64Array;
  /** Values outside are taken for the bound. Absent: they are taken as they come. */
  readonly low?: Float64Array;
  readonly high?: Float64Array;
}

/** What a linear model takes a feature's value for. */
export function linearInput({ fill, low, high }: LinearModel, feature: number, x: number): number {
  if (Number.isNaN(x)) return fill[feature] as number;
  const raised = low ? Math.max(low[feature] as number, x) : x;
  return high ? Math.min(high[feature] as number, raised) : raised;
}

export type Model = TreeEnsemble | LinearModel;

/** From raw scores to the answer in the user's unit. */
export type Head = RegressionHead | ClassificationHead;

export interface RegressionHead {
  readonly task: 'regression';
  /** log: answer = exp(raw + shift); identity: answer = raw + shift. The shift corrects the mean of exp. */
  readonly transform: 'log' | 'identity';
  readonly shift: number;
  readonly interval: Interval;
}

/**
 * Conformal: with c = raw + shift and m = quantile * exp(spread's score), from c - m * g(c) * f(c - m) to
 * c + m * g(c) * f(c + m), then the transform; f and g are the profile's curves, 1 where there is none.
 */
export interface Interval {
  /** Share of rows that it promises to hold. */
  readonly level: number;
  readonly quantile: number;
  readonly spread: TreeEnsemble;
  readonly profile?: WidthProfile;
}

/** How much wider an interval is, by the answer that its end reaches to (f) and by the answer in its middle (g). */
export interface WidthProfile {
  readonly reached: Curve;
  readonly centred: Curve;
}

/** Linear between the knots, constant beyond. */
export interface Curve {
  /** Ascending, in the model's space; float32, as are the factors above 0. */
  readonly knots: Float64Array;
  readonly factors: Float64Array;
}

export interface ClassificationHead {
  readonly task: 'classification';
  readonly classes: readonly string[];
  /** Calibrated probabilities = softmax(scale[k] * raw[k] + offset[k]). */
  readonly scale: Float64Array;
  readonly offset: Float64Array;
}
