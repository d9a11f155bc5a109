/** Trees as a TreeEnsembleRegressor (ai.onnx.ml 3). */
import type { Tree, TreeEnsemble } from '../../ml/models/model.ts';
import type { Attribute } from '../format/model.ts';
import { type GraphBuilder, mlDomain } from './builder.ts';

/** Raw scores as [N, outputs] floats. */
export function addTrees(
  graph: GraphBuilder,
  ensemble: TreeEnsemble,
  features: string,
  output: string,
): string {
  return graph.add('TreeEnsembleRegressor', [features], attributesOf(ensemble), { domain: mlDomain, output });
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
function attributesOf({ trees, outputs, base }: TreeEnsemble): Record<string, Attribute> {
  const all = trees.length > 0 ? trees : [stump];
  const integers = (of: (tree: Tree, node: number, at: number) => number): Attribute => ({
    integers: all.flatMap((tree, at) => Array.from(tree.feature, (_, node) => of(tree, node, at))),
  });
  const floats = (of: (tree: Tree, node: number) => number): Attribute => ({
    floats: Float32Array.from(all.flatMap((tree) => Array.from(tree.feature, (_, node) => of(tree, node)))),
  });
  const isLeaf = (tree: Tree, node: number) => (tree.feature[node] as number) < 0;
  const inner = (array: (tree: Tree) => ArrayLike<number>) => (tree: Tree, node: number) =>
    isLeaf(tree, node) ? 0 : (array(tree)[node] as number);
  return {
    n_targets: { integer: outputs },
    aggregate_function: { text: 'SUM' },
    post_transform: { text: 'NONE' },
    base_values: { floats: Float32Array.from(base) },
    nodes_treeids: integers((_tree, _node, at) => at),
    nodes_nodeids: integers((_, node) => node),
    nodes_featureids: integers(inner((tree) => tree.feature)),
    nodes_values: floats(inner((tree) => tree.threshold)),
    nodes_modes: {
      texts: all.flatMap((tree) => Array.from(tree.feature, (split) => (split < 0 ? 'LEAF' : 'BRANCH_LEQ'))),
    },
    nodes_truenodeids: integers(inner((tree) => tree.left)),
    nodes_falsenodeids: integers(inner((tree) => tree.right)),
    nodes_missing_value_tracks_true: integers(inner((tree) => tree.missingLeft)),
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
