/** Models as JSON: how a trial hands what it fitted to the training that asked for it. */
import { checkFinite } from './finite.ts';
import type { LinearModel, Model, Tree, TreeEnsemble } from './model.ts';

/**
 * Numbers keep every bit.
 *
 * @throws Error for a number that is not finite, which JSON could not hold
 */
export function modelToJson(model: Model): string {
  checkFinite(model, 'model');
  return JSON.stringify(model, (_key, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
  );
}

type Plain<T> = { [Name in keyof T]: T[Name] extends ArrayBufferView ? number[] : T[Name] };

/** @throws when the text is no model */
export function modelFromJson(text: string): Model {
  const plain = JSON.parse(text) as Plain<TreeEnsemble> | (Plain<LinearModel> & { coefficients: number[][] });
  if (plain.kind === 'trees')
    return {
      ...plain,
      base: Float64Array.from(plain.base),
      trees: plain.trees.map((tree) => treeFrom(tree as unknown as Plain<Tree>)),
    };
  if (plain.kind !== 'linear')
    throw new Error('the text is no model: its kind is neither "trees" nor "linear"');
  return {
    ...plain,
    coefficients: plain.coefficients.map((weights) => Float64Array.from(weights)),
    intercepts: Float64Array.from(plain.intercepts),
    fill: Float64Array.from(plain.fill),
    ...(plain.low && plain.high
      ? { low: Float64Array.from(plain.low), high: Float64Array.from(plain.high) }
      : {}),
  };
}

function treeFrom(tree: Plain<Tree>): Tree {
  return {
    feature: Int32Array.from(tree.feature),
    threshold: Float32Array.from(tree.threshold),
    left: Int32Array.from(tree.left),
    right: Int32Array.from(tree.right),
    missingLeft: Uint8Array.from(tree.missingLeft),
    value: Float64Array.from(tree.value),
    cover: Float64Array.from(tree.cover),
    output: tree.output,
    ...(tree.setStart && tree.sets
      ? { setStart: Int32Array.from(tree.setStart), sets: Uint32Array.from(tree.sets) }
      : {}),
  };
}
