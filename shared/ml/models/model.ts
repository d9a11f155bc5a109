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

/** base[output] + sum of the trees' leaves = raw score. A decision tree is one tree, a forest has 1/n in its leaves. */
export interface TreeEnsemble {
  readonly kind: 'trees';
  readonly outputs: number;
  readonly base: Float64Array;
  readonly trees: readonly Tree[];
}

/** intercept[output] + sum over features of coefficient[output][feature] * (x is NaN ? fill[feature] : x). */
export interface LinearModel {
  readonly kind: 'linear';
  readonly outputs: number;
  readonly coefficients: readonly Float64Array[];
  readonly intercepts: Float64Array;
  /** What stands in for a missing feature (the training median). */
  readonly fill: Float64Array;
}

export type Model = TreeEnsemble | LinearModel;

/** From raw scores to the answer in the user's unit. */
export type Head = RegressionHead | ClassificationHead;

export interface RegressionHead {
  readonly task: 'regression';
  /** log: answer = exp(raw + shift); identity: answer = raw + shift. The shift corrects the mean of exp. */
  readonly transform: 'log' | 'identity';
  readonly shift: number;
  /** Split-conformal: raw + shift +- quantile * exp(spread's score), then the transform. */
  readonly interval: { readonly level: number; readonly quantile: number; readonly spread: TreeEnsemble };
}

export interface ClassificationHead {
  readonly task: 'classification';
  readonly classes: readonly string[];
  /** Calibrated probabilities = softmax(scale[k] * raw[k] + offset[k]). */
  readonly scale: Float64Array;
  readonly offset: Float64Array;
}
