/** Raw scores of a model, as its ONNX graph gives them. */
import type { Matrix } from '../table.ts';
import {
  goesLeft,
  type LinearModel,
  linearInput,
  type Model,
  type Tree,
  type TreeEnsemble,
} from './model.ts';

/**
 * @param x features in the order that the model was fitted on
 * @returns rows x outputs
 */
export function scoreModel(model: Model, x: Matrix): Float64Array {
  return model.kind === 'trees' ? scoreTrees(model, x) : scoreLinear(model, x);
}

function scoreTrees({ base, trees, outputs }: TreeEnsemble, x: Matrix): Float64Array {
  const scores = constantScores(base, x.rows);
  for (const tree of trees) addTree(tree, x, scores, outputs);
  return scores;
}

/** The same scores for every row: rows x outputs. */
export function constantScores(base: Float64Array, rows: number): Float64Array {
  const scores = new Float64Array(rows * base.length);
  for (let row = 0; row < rows; row++) scores.set(base, row * base.length);
  return scores;
}

/** Adds a tree's leaves to the scores (rows x outputs). Compares float32 with float32, as the graph does. */
function addTree(tree: Tree, x: Matrix, scores: Float64Array, outputs: number): void {
  const { feature, left, right, value, output } = tree;
  const { data } = x;
  for (let row = 0; row < x.rows; row++) {
    const start = row * x.names.length;
    let node = 0;
    for (let split = feature[0] as number; split >= 0; split = feature[node] as number) {
      const isLeft = goesLeft(tree, node, data[start + split] as number);
      node = (isLeft ? left[node] : right[node]) as number;
    }
    (scores[row * outputs + output] as number) += value[node] as number;
  }
}

function scoreLinear(model: LinearModel, x: Matrix): Float64Array {
  const { coefficients, intercepts, outputs } = model;
  const scores = constantScores(intercepts, x.rows);
  const width = x.names.length;
  for (let row = 0; row < x.rows; row++) {
    for (let j = 0; j < width; j++) {
      const value = linearInput(model, j, x.data[row * width + j] as number);
      for (let k = 0; k < outputs; k++)
        (scores[row * outputs + k] as number) += ((coefficients[k] as Float64Array)[j] as number) * value;
    }
  }
  return scores;
}
