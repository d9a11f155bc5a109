/** Trees read back from a TreeEnsembleRegressor, so that explanations are of the file that is served. */
import type { Tree, TreeEnsemble } from '../../ml/models/model.ts';
import type { Graph, GraphNode } from '../format/model.ts';
import { float32Above } from './float32.ts';
import { type MemberSet, readMemberships } from './memberships.ts';

/** A tree whose output is not known before its leaves are read. */
type Growing = Omit<Tree, 'output'> & { output: number };

/** A set of categories that a column of the ensemble's input stands for. */
interface ColumnOfSet {
  readonly feature: number;
  readonly set: MemberSet;
}

const missingValues = 'nodes_missing_value_tracks_true';

/**
 * The ensemble that `addTrees` has made under that name: tree after tree, each from its node 0 on.
 * @param width how many features there are
 * @throws when there is none, or its node lacks an attribute
 */
export function readTrees(
  { nodes, constants }: Pick<Graph, 'nodes' | 'constants'>,
  name: string,
  width: number,
): TreeEnsemble {
  const node = nodes.find(({ outputs }) => outputs[0] === name);
  if (!node) throw new Error(`the graph has no node for "${name}": not an artifact of this platform`);
  refuseOtherModes(node);
  const columns = readMemberships(constants, name).flatMap(({ feature, sets }) =>
    sets.map((set): ColumnOfSet => ({ feature, set })),
  );
  const starts = startsOf(listOf(node, 'integers', 'nodes_treeids'));
  const trees = starts.slice(0, -1).map((start, at) => readTree(node, start, starts[at + 1] as number));
  putLeaves(node, trees);
  for (const tree of trees) sumCovers(tree, 0);
  const outputs = node.attributes.n_targets;
  return {
    kind: 'trees',
    outputs: outputs && 'integer' in outputs ? outputs.integer : 1,
    base: Float64Array.from(listOf(node, 'floats', 'base_values')),
    trees: trees.map((tree) => ofFeatures(tree, columns, width)),
  };
}

/** @throws when a node compares in another way than `addTrees` has it: its explanations would be of another model */
function refuseOtherModes({ attributes: { nodes_modes: modes } }: GraphNode): void {
  const other =
    modes && 'texts' in modes
      ? modes.texts.find((mode) => !['LEAF', 'BRANCH_LEQ'].includes(mode))
      : 'no mode';
  if (other)
    throw new Error(`a tree's node has ${other}, expected BRANCH_LEQ: not an artifact of this platform`);
}

/** Where each tree's nodes begin, and the end of the last. */
function startsOf(treeOf: ArrayLike<number>): number[] {
  const starts: number[] = [];
  for (let node = 0; node < treeOf.length; node++) {
    if (node === 0 || treeOf[node] !== treeOf[node - 1]) starts.push(node);
  }
  return [...starts, treeOf.length];
}

function readTree(node: GraphNode, start: number, end: number): Growing {
  const integers = (name: string) => slice(listOf(node, 'integers', name), start, end);
  const floats = (name: string) => slice(listOf(node, 'floats', name), start, end);
  return {
    feature: Int32Array.from(integers('nodes_featureids')),
    threshold: Float32Array.from(floats('nodes_values')),
    left: Int32Array.from(integers('nodes_truenodeids')),
    right: Int32Array.from(integers('nodes_falsenodeids')),
    missingLeft:
      missingValues in node.attributes
        ? Uint8Array.from(integers(missingValues))
        : new Uint8Array(end - start),
    value: new Float64Array(end - start),
    cover: Float64Array.from(floats('nodes_hitrates')),
    output: 0,
  };
}

/** Columns are features and sets again; see trees.ts and memberships.ts. */
function ofFeatures(tree: Growing, columns: readonly ColumnOfSet[], width: number): Tree {
  const setStart = new Int32Array(tree.feature.length).fill(-1);
  const sets: number[] = [];
  tree.feature.forEach((column, node) => {
    if (column < 0) return;
    const known = columns[column];
    if (!known) {
      turnBack(tree, node, column - columns.length, width);
      return;
    }
    tree.feature[node] = known.feature;
    tree.threshold[node] = 0;
    tree.missingLeft[node] = Number(known.set.missingLeft ?? tree.missingLeft[node]);
    setStart[node] = sets.length;
    sets.push(...known.set.words);
  });
  return sets.length > 0 ? { ...tree, setStart, sets: Uint32Array.from(sets) } : tree;
}

/** From the one of a feature's four columns that the node compares. */
function turnBack(tree: Growing, node: number, column: number, width: number): void {
  const side = Math.floor(column / width);
  const [isTurned, missingIsTrue] = [side % 2 === 1, side >= 2];
  tree.feature[node] = column % width;
  if (side > 0) tree.missingLeft[node] = Number(missingIsTrue !== isTurned);
  if (!isTurned) return;
  tree.threshold[node] = -float32Above(tree.threshold[node] as number);
  const { left, right } = tree;
  [left[node], right[node]] = [right[node] as number, left[node] as number];
}

function putLeaves(node: GraphNode, trees: readonly Growing[]): void {
  const treeOf = listOf(node, 'integers', 'target_treeids');
  const nodeOf = listOf(node, 'integers', 'target_nodeids');
  const outputs = listOf(node, 'integers', 'target_ids');
  const weights = listOf(node, 'floats', 'target_weights');
  for (let leaf = 0; leaf < weights.length; leaf++) {
    const tree = trees[treeOf[leaf] as number];
    if (!tree) throw new Error(`a leaf belongs to tree ${treeOf[leaf]}, there are ${trees.length}`);
    const at = nodeOf[leaf] as number;
    tree.feature[at] = tree.left[at] = tree.right[at] = -1;
    tree.value[at] = weights[leaf] as number;
    tree.output = outputs[leaf] as number;
  }
}

/** Hit rates are float32: a parent's cover is made the exact sum of its children's, as explanations need it. */
function sumCovers(tree: Growing, node: number): number {
  if ((tree.feature[node] as number) >= 0) {
    const left = sumCovers(tree, tree.left[node] as number);
    tree.cover[node] = left + sumCovers(tree, tree.right[node] as number);
  }
  return tree.cover[node] as number;
}

function listOf(node: GraphNode, kind: 'integers' | 'floats', name: string): ArrayLike<number> {
  const attribute = node.attributes[name] as Record<string, ArrayLike<number>> | undefined;
  const values = attribute?.[kind];
  if (!values) {
    throw new Error(`the ${node.operator} has no ${kind} "${name}": not an artifact of this platform`);
  }
  return values;
}

const slice = (values: ArrayLike<number>, start: number, end: number): number[] =>
  Array.prototype.slice.call(values, start, end);
