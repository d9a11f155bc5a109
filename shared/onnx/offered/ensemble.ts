/**
 * The trees of a TreeEnsembleRegressor or -Classifier as converters write it (skl2onnx, onnxmltools, CatBoost), in the
 * form of our own, so that they are explained exactly. Only what is certain is read: of the rest only its answers are known.
 */
import type { Tree, TreeEnsemble } from '../../ml/models/model.ts';
import type { Attribute, GraphNode } from '../format/model.ts';
import { type Leaf, type Split, treeFrom } from './tree.ts';

export interface ReadEnsemble {
  readonly ensemble: TreeEnsemble;
  /** What the node makes of its sums: nothing, or probabilities by a softmax. */
  readonly after: 'nothing' | 'softmax';
}

const REGRESSOR = 'TreeEnsembleRegressor';
const CLASSIFIER = 'TreeEnsembleClassifier';

export const isEnsemble = ({ operator }: Pick<GraphNode, 'operator'>): boolean =>
  operator === REGRESSOR || operator === CLASSIFIER;

/** @returns undefined for one that is not certain to be read as it is run */
export function readEnsemble(node: GraphNode): ReadEnsemble | undefined {
  const attributes = attributesOf(node);
  if (!attributes) return undefined;
  const read = node.operator === REGRESSOR ? 'target' : 'class';
  const trees = treesIn(attributes, read);
  return trees && (read === 'target' ? regressor(attributes, trees) : classifier(attributes, trees));
}

/** Sums for each output, and the trees that add to them. */
interface Sums {
  readonly outputs: ReadonlySet<number>;
  readonly grown: readonly { readonly output: number; readonly tree: Tree }[];
}

function regressor(attributes: Attributes, { grown }: Sums): ReadEnsemble | undefined {
  const isSum = textIn(attributes, 'aggregate_function', 'SUM') === 'SUM';
  const isPlain = textIn(attributes, 'post_transform', 'NONE') === 'NONE';
  if (!isSum || !isPlain || numberIn(attributes, 'n_targets', 1) !== 1) return undefined;
  return { ensemble: ensembleOf(grown, baseIn(attributes, 1)), after: 'nothing' };
}

function classifier(attributes: Attributes, sums: Sums): ReadEnsemble | undefined {
  const classes = lengthIn(attributes, 'classlabels_int64s') || lengthIn(attributes, 'classlabels_strings');
  const transform = textIn(attributes, 'post_transform', 'NONE');
  if (classes === 2 && sums.outputs.size === 1) return ofOneScore(attributes, sums, transform);
  const base = baseIn(attributes, classes);
  if (transform === 'NONE') return { ensemble: ensembleOf(sums.grown, base), after: 'nothing' };
  if (transform === 'SOFTMAX') return { ensemble: ensembleOf(sums.grown, base), after: 'softmax' };
  // Each of two scores by itself, the one the other's opposite: as a softmax of their halves.
  if (transform !== 'LOGISTIC' || classes !== 2) return undefined;
  return {
    ensemble: ensembleOf(
      times(sums.grown, 0.5),
      base.map((value) => value / 2),
    ),
    after: 'softmax',
  };
}

/** Of two classes: a score for the second, or its probability. */
function ofOneScore(attributes: Attributes, { grown }: Sums, transform: string): ReadEnsemble | undefined {
  const [start = 0] = baseIn(attributes, 1);
  const second = grown.map(({ tree }) => ({ tree, output: 1 }));
  if (transform === 'LOGISTIC' || transform === 'SOFTMAX')
    return transform === 'LOGISTIC'
      ? { ensemble: ensembleOf(second, Float64Array.of(0, start)), after: 'softmax' }
      : undefined;
  if (transform !== 'NONE') return undefined;
  const first = times(grown, -1).map(({ tree }) => ({ tree, output: 0 }));
  return {
    ensemble: ensembleOf([...first, ...second], Float64Array.of(1 - start, start)),
    after: 'nothing',
  };
}

const times = (grown: Sums['grown'], factor: number): Sums['grown'] =>
  grown.map(({ output, tree }) => ({
    output,
    tree: { ...tree, value: tree.value.map((value) => value * factor) },
  }));

const ensembleOf = (grown: Sums['grown'], base: Float64Array): TreeEnsemble => ({
  kind: 'trees',
  outputs: base.length,
  base,
  trees: grown.map(({ output, tree }) => ({ ...tree, output })),
});

/** Of each output that a tree adds to a tree of its own. */
function treesIn(attributes: Attributes, of: 'target' | 'class'): Sums | undefined {
  const splits = splitsIn(attributes);
  const leaves = leavesIn(attributes, of);
  if (!splits || !leaves) return undefined;
  const grown: { output: number; tree: Tree }[] = [];
  for (const [number, nodes] of splits) {
    const own = leaves.get(number) ?? [];
    for (const output of new Set(own.map((leaf) => leaf.output))) {
      const tree = treeFrom(
        nodes,
        own.filter((leaf) => leaf.output === output),
      );
      if (!tree) return undefined;
      grown.push({ output, tree });
    }
  }
  return { outputs: new Set(grown.map(({ output }) => output)), grown };
}

/** Of each tree its nodes, the root first. */
function splitsIn(attributes: Attributes): Map<number, Split[]> | undefined {
  const treeOf = listIn(attributes, 'nodes_treeids');
  const lists = [
    'nodes_nodeids',
    'nodes_featureids',
    'nodes_truenodeids',
    'nodes_falsenodeids',
    'nodes_values',
  ];
  const [ids, features, whenTrue, whenFalse, values] = lists.map((name) => listIn(attributes, name));
  const modes = textsIn(attributes, 'nodes_modes');
  const tracks = listIn(attributes, 'nodes_missing_value_tracks_true');
  if (!treeOf || !ids || !features || !whenTrue || !whenFalse || !values || !modes) return undefined;
  const trees = new Map<number, Split[]>();
  for (let at = 0; at < treeOf.length; at++) {
    const nodes = trees.get(treeOf[at] as number) ?? [];
    trees.set(treeOf[at] as number, nodes);
    nodes.push({
      id: ids[at] as number,
      mode: modes[at] ?? '',
      feature: features[at] as number,
      value: values[at] as number,
      whenTrue: whenTrue[at] as number,
      whenFalse: whenFalse[at] as number,
      missingIsTrue: tracks?.[at] === 1,
    });
  }
  return trees;
}

function leavesIn(attributes: Attributes, of: 'target' | 'class'): Map<number, Leaf[]> | undefined {
  const [treeOf, nodes, outputs, weights] = ['treeids', 'nodeids', 'ids', 'weights'].map((name) =>
    listIn(attributes, `${of}_${name}`),
  );
  if (!treeOf || !nodes || !outputs || !weights) return undefined;
  const trees = new Map<number, Leaf[]>();
  for (let at = 0; at < weights.length; at++) {
    const leaves = trees.get(treeOf[at] as number) ?? [];
    trees.set(treeOf[at] as number, leaves);
    leaves.push({ node: nodes[at] as number, output: outputs[at] as number, weight: weights[at] as number });
  }
  return trees;
}

type Attributes = GraphNode['attributes'];

/** Undefined where it has one that our graphs never have, as doubles in a tensor. */
function attributesOf(node: GraphNode): Attributes | undefined {
  try {
    return node.attributes;
  } catch {
    return undefined;
  }
}

function listIn(attributes: Attributes, name: string): ArrayLike<number> | undefined {
  const attribute: Attribute | undefined = attributes[name];
  if (!attribute) return undefined;
  if ('integers' in attribute) return attribute.integers;
  return 'floats' in attribute ? attribute.floats : undefined;
}

function textsIn(attributes: Attributes, name: string): readonly string[] | undefined {
  const attribute = attributes[name];
  return attribute && 'texts' in attribute ? attribute.texts : undefined;
}

const lengthIn = (attributes: Attributes, name: string): number =>
  (listIn(attributes, name) ?? textsIn(attributes, name))?.length ?? 0;

function textIn(attributes: Attributes, name: string, otherwise: string): string {
  const attribute = attributes[name];
  return attribute && 'text' in attribute ? attribute.text : otherwise;
}

function numberIn(attributes: Attributes, name: string, otherwise: number): number {
  const attribute = attributes[name];
  return attribute && 'integer' in attribute ? attribute.integer : otherwise;
}

const baseIn = (attributes: Attributes, outputs: number): Float64Array =>
  Float64Array.from({ length: outputs }, (_, output) => listIn(attributes, 'base_values')?.[output] ?? 0);
