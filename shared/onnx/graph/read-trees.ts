/** Trees read back from a TreeEnsembleRegressor, so that explanations are of the file that is served. */
import type { Tree, TreeEnsemble } from '../../ml/models/model.ts';
import type { GraphNode } from '../format/model.ts';

/** @throws when the node lacks an attribute */
export function readTrees(node: GraphNode): TreeEnsemble {
  const integers = (name: string) => expect(node, name, 'integers');
  const floats = (name: string) => expect(node, name, 'floats');
  const columns = {
    feature: integers('nodes_featureids'),
    threshold: floats('nodes_values'),
    left: integers('nodes_truenodeids'),
    right: integers('nodes_falsenodeids'),
    missingLeft: integers('nodes_missing_value_tracks_true'),
    cover: floats('nodes_hitrates'),
  };
  const starts = startsOf(integers('nodes_treeids'));
  const leaves = { tree: integers('target_treeids'), node: integers('target_nodeids') };
  const trees = starts.slice(0, -1).map((start, at) => readTree(columns, start, starts[at + 1] as number));
  const outputs = integers('target_ids');
  const weights = floats('target_weights');
  const read = trees.map((tree) => ({ ...tree, output: 0 }));
  for (let leaf = 0; leaf < weights.length; leaf++) {
    const tree = read[leaves.tree[leaf] as number] as (typeof read)[number];
    const at = leaves.node[leaf] as number;
    tree.feature[at] = -1;
    tree.left[at] = tree.right[at] = -1;
    tree.value[at] = weights[leaf] as number;
    tree.output = outputs[leaf] as number;
  }
  for (const tree of read) sumCovers(tree);
  const { integer } = node.attributes.n_targets as { integer: number };
  return { kind: 'trees', outputs: integer, base: Float64Array.from(floats('base_values')), trees: read };
}

interface Columns {
  readonly feature: ArrayLike<number>;
  readonly threshold: ArrayLike<number>;
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  readonly missingLeft: ArrayLike<number>;
  readonly cover: ArrayLike<number>;
}

function readTree(columns: Columns, start: number, end: number): Omit<Tree, 'output'> {
  const part = (values: ArrayLike<number>) => Array.prototype.slice.call(values, start, end) as number[];
  return {
    feature: Int32Array.from(part(columns.feature)),
    threshold: Float32Array.from(part(columns.threshold)),
    left: Int32Array.from(part(columns.left)),
    right: Int32Array.from(part(columns.right)),
    missingLeft: Uint8Array.from(part(columns.missingLeft)),
    value: new Float64Array(end - start),
    cover: Float64Array.from(part(columns.cover)),
  };
}

/** Where each tree's nodes begin, and the end of the last. */
function startsOf(treeOf: ArrayLike<number>): number[] {
  const starts: number[] = [];
  for (let node = 0; node < treeOf.length; node++)
    if (node === 0 || treeOf[node] !== treeOf[node - 1]) starts.push(node);
  return [...starts, treeOf.length];
}

/** Hit rates are float32: a parent's cover is made the exact sum of its children's, as explanations need it. */
function sumCovers({ feature, left, right, cover }: Tree, node = 0): number {
  if ((feature[node] as number) >= 0) {
    cover[node] =
      sumCovers({ feature, left, right, cover } as Tree, left[node]) +
      sumCovers({ feature, left, right, cover } as Tree, right[node]);
  }
  return cover[node] as number;
}

function expect(node: GraphNode, name: string, kind: 'integers' | 'floats'): ArrayLike<number> {
  const attribute = node.attributes[name];
  const values = attribute && (attribute as Record<string, ArrayLike<number>>)[kind];
  if (!values)
    throw new Error(`the ${node.operator} has no ${kind} "${name}": not an artifact of this platform`);
  return values;
}
