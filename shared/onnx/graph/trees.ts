/**
 * Trees as a TreeEnsembleRegressor (ai.onnx.ml 3). The runtime is fastest where no node has a say of its own on missing
 * values, and where the child that most rows go to is the false one, which it keeps next to its parent. So each feature
 * is there four times, and a node compares the one that sends its rows the right way by itself: as it is, with its sign
 * changed, and both again with the least number in place of a missing value. What is missing is never at most anything:
 * it takes the false branch, the least number the true one.
 */
import type { Tree, TreeEnsemble } from '../../ml/models/model.ts';
import type { Attribute } from '../format/model.ts';
import { type GraphBuilder, mlDomain } from './builder.ts';
import { float32Below, leastNormal } from './float32.ts';
import { addMemberships, columnsOfSets, membershipsOf, OUTSIDE } from './memberships.ts';
import { replacing } from './replacing.ts';

/** Raw scores as [N, outputs] floats. @param width how many features there are */
export function addTrees(
  graph: GraphBuilder,
  ensemble: TreeEnsemble,
  features: string,
  width: number,
  output: string,
): string {
  const memberships = membershipsOf(ensemble);
  const sets = memberships.reduce((count, membership) => count + membership.sets.length, 0);
  const columnOf = columnsOfSets(memberships);
  const comparisonOf = (tree: Tree, node: number): Comparison =>
    (tree.setStart?.[node] ?? -1) < 0
      ? compareFeature(tree, node, sets, width)
      : { column: columnOf(tree, node), value: OUTSIDE, isTurned: false };
  const columns = addMemberships(graph, memberships, features, addSides(graph, features, width), output);
  const attributes = attributesOf(ensemble, comparisonOf);
  return graph.add('TreeEnsembleRegressor', [columns], attributes, { domain: mlDomain, output });
}

/** What an inner node compares: what is at most the value takes the true branch, to the left child unless turned. */
interface Comparison {
  readonly column: number;
  readonly value: number;
  readonly isTurned: boolean;
}

/** x > t is -x <= the number below -t. Below 0 that would be one that some processors take for 0. */
function compareFeature(tree: Tree, node: number, sets: number, width: number): Comparison {
  const threshold = tree.threshold[node] as number;
  const [left, right] = [tree.left, tree.right].map(
    (child) => tree.cover[child[node] as number] as number,
  ) as [number, number];
  const isTurned = left > right && Math.abs(threshold) >= leastNormal;
  const missingIsTrue = (tree.missingLeft[node] === 1) !== isTurned;
  const side = (missingIsTrue ? 2 : 0) + (isTurned ? 1 : 0);
  return {
    column: sets + side * width + (tree.feature[node] as number),
    value: isTurned ? float32Below(-threshold) : threshold,
    isTurned,
  };
}

/** [x, -x, x, -x], in the second half with the least number in place of missing values. */
function addSides(graph: GraphBuilder, features: string, width: number): string {
  return graph.once(`sides of ${features}`, () => {
    const turned = graph.add('Neg', [features]);
    const all = graph.add('Concat', [features, turned, features, turned], { axis: { integer: 1 } });
    const least = new Float32Array(4 * width)
      .fill(Number.NaN, 0, 2 * width)
      .fill(Number.NEGATIVE_INFINITY, 2 * width);
    return graph.add('Imputer', [all], replacing(Number.NaN, least), { domain: mlDomain });
  });
}

/** An ensemble needs a tree: this one adds nothing. */
const stump: Tree = {
  feature: Int32Array.of(-1),
  threshold: Float32Array.of(0),
  left: Int32Array.of(-1),
  right: Int32Array.of(-1),
  missingLeft: Uint8Array.of(0),
  value: Float64Array.of(0),
  cover: Float64Array.of(0),
  output: 0,
};

/** A leaf compares nothing. */
interface Node {
  readonly at: number;
  readonly tree: Tree;
  readonly node: number;
  readonly comparison: Comparison | undefined;
}

/** Node by node over all trees; the cover goes where ONNX has room for it, the hit rate. */
function attributesOf(
  { trees, outputs, base }: TreeEnsemble,
  comparisonOf: (tree: Tree, node: number) => Comparison,
): Record<string, Attribute> {
  const all = trees.length > 0 ? trees : [stump];
  const nodes = all.flatMap((tree, at) =>
    Array.from(
      tree.feature,
      (split, node): Node => ({
        at,
        tree,
        node,
        comparison: split < 0 ? undefined : comparisonOf(tree, node),
      }),
    ),
  );
  const integers = (of: (node: Node) => number): Attribute => ({ integers: nodes.map(of) });
  const floats = (of: (node: Node) => number): Attribute => ({ floats: Float32Array.from(nodes, of) });
  return {
    n_targets: { integer: outputs },
    aggregate_function: { text: 'SUM' },
    post_transform: { text: 'NONE' },
    base_values: { floats: Float32Array.from(base) },
    nodes_treeids: integers(({ at }) => at),
    nodes_nodeids: integers(({ node }) => node),
    nodes_featureids: integers(({ comparison }) => comparison?.column ?? 0),
    nodes_values: floats(({ comparison }) => comparison?.value ?? 0),
    nodes_modes: { texts: nodes.map(({ comparison }) => (comparison ? 'BRANCH_LEQ' : 'LEAF')) },
    nodes_truenodeids: integers(childOn(true)),
    nodes_falsenodeids: integers(childOn(false)),
    nodes_hitrates: floats(({ tree, node }) => tree.cover[node] as number),
    ...leavesOf(all),
  };
}

const childOn =
  (branch: boolean) =>
  ({ tree: { left, right }, node, comparison }: Node): number => {
    if (!comparison) return 0;
    return (branch === comparison.isTurned ? right[node] : left[node]) as number;
  };

function leavesOf(trees: readonly Tree[]): Record<string, Attribute> {
  const treeids: number[] = [];
  const nodeids: number[] = [];
  const ids: number[] = [];
  const weights: number[] = [];
  trees.forEach((tree, at) => {
    tree.feature.forEach((split, node) => {
      if (split >= 0) return;
      treeids.push(at);
      nodeids.push(node);
      ids.push(tree.output);
      weights.push(tree.value[node] as number);
    });
  });
  return {
    target_treeids: { integers: treeids },
    target_nodeids: { integers: nodeids },
    target_ids: { integers: ids },
    target_weights: { floats: Float32Array.from(weights) },
  };
}
