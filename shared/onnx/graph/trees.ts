/** Trees as a TreeEnsembleRegressor (ai.onnx.ml 3). */
import type { Tree, TreeEnsemble } from '../../ml/models/model.ts';
import type { Attribute } from '../format/model.ts';
import { type GraphBuilder, mlDomain } from './builder.ts';
import { addMemberships, columnsOfSets, membershipsOf, OUTSIDE } from './memberships.ts';

/** Raw scores as [N, outputs] floats. */
export function addTrees(
  graph: GraphBuilder,
  ensemble: TreeEnsemble,
  features: string,
  output: string,
): string {
  const memberships = membershipsOf(ensemble);
  const sets = memberships.reduce((count, membership) => count + membership.sets.length, 0);
  const columnOf = columnsOfSets(memberships);
  const comparisonOf = (tree: Tree, node: number): Comparison =>
    (tree.setStart?.[node] ?? -1) < 0
      ? { column: sets + (tree.feature[node] as number), value: tree.threshold[node] as number }
      : { column: columnOf(tree, node), value: OUTSIDE };
  const columns = addMemberships(graph, memberships, features, output);
  const attributes = attributesOf(ensemble, comparisonOf);
  return graph.add('TreeEnsembleRegressor', [columns], attributes, { domain: mlDomain, output });
}

/** What an inner node compares: what is at most the value goes left. */
interface Comparison {
  readonly column: number;
  readonly value: number;
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

/** Node by node over all trees; the cover goes where ONNX has room for it, the hit rate. */
function attributesOf(
  { trees, outputs, base }: TreeEnsemble,
  comparisonOf: (tree: Tree, node: number) => Comparison,
): Record<string, Attribute> {
  const all = trees.length > 0 ? trees : [stump];
  const integers = (of: (tree: Tree, node: number, at: number) => number): Attribute => ({
    integers: all.flatMap((tree, at) => Array.from(tree.feature, (_, node) => of(tree, node, at))),
  });
  const floats = (of: (tree: Tree, node: number) => number): Attribute => ({
    floats: Float32Array.from(all.flatMap((tree) => Array.from(tree.feature, (_, node) => of(tree, node)))),
  });
  const inner = (of: (tree: Tree, node: number) => number) => (tree: Tree, node: number) =>
    (tree.feature[node] as number) < 0 ? 0 : of(tree, node);
  return {
    n_targets: { integer: outputs },
    aggregate_function: { text: 'SUM' },
    post_transform: { text: 'NONE' },
    base_values: { floats: Float32Array.from(base) },
    nodes_treeids: integers((_tree, _node, at) => at),
    nodes_nodeids: integers((_, node) => node),
    nodes_featureids: integers(inner((tree, node) => comparisonOf(tree, node).column)),
    nodes_values: floats(inner((tree, node) => comparisonOf(tree, node).value)),
    nodes_modes: {
      texts: all.flatMap((tree) => Array.from(tree.feature, (split) => (split < 0 ? 'LEAF' : 'BRANCH_LEQ'))),
    },
    nodes_truenodeids: integers(inner((tree, node) => tree.left[node] as number)),
    nodes_falsenodeids: integers(inner((tree, node) => tree.right[node] as number)),
    nodes_missing_value_tracks_true: integers(inner((tree, node) => tree.missingLeft[node] as number)),
    nodes_hitrates: floats((tree, node) => tree.cover[node] as number),
    ...leavesOf(all),
  };
}

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
