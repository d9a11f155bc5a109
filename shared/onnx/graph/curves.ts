/**
 * Curves as nodes. A tree tells on which piece of the curve a value is, and what the piece is: where it starts, how high
 * it is there and how it rises. Sums over pieces would depend on where in memory a row is; this does not.
 */
import type { Curve } from '../../ml/models/model.ts';
import type { Attribute } from '../format/model.ts';
import { type GraphBuilder, mlDomain } from './builder.ts';

/** Constant before its first knot and after its last. */
interface Piece {
  readonly start: number;
  readonly slope: number;
  readonly height: number;
}

/** Of each column of the values what its curve says, in the same shape. */
export function addCurves(graph: GraphBuilder, curves: readonly Curve[], values: string): string {
  const pieces = graph.add('TreeEnsembleRegressor', [values], attributesOf(curves), { domain: mlDomain });
  const names = ['start', 'slope', 'height'].map((name) => `head.${name}`) as [string, string, string];
  const [start, slope, height] = graph.split(pieces, names.length, names) as [string, string, string];
  return graph.add('Add', [height, graph.add('Mul', [slope, graph.add('Sub', [values, start])])]);
}

function piecesOf({ knots, factors }: Curve): Piece[] {
  const at = (list: Float64Array, index: number) => list[index] as number;
  const last = knots.length - 1;
  const inner = Array.from(
    { length: last },
    (_, i): Piece => ({
      start: at(knots, i),
      slope: (at(factors, i + 1) - at(factors, i)) / (at(knots, i + 1) - at(knots, i)),
      height: at(factors, i),
    }),
  );
  const flat = (knot: number): Piece => ({ start: at(knots, knot), slope: 0, height: at(factors, knot) });
  return [flat(0), ...inner, flat(last)];
}

/**
 * Curve c is tree c. Its node 2i asks whether the value is at most knot i, and 2i + 1 is the leaf of the piece before;
 * the last node is the leaf of the piece after all knots.
 */
function attributesOf(curves: readonly Curve[]): Record<string, Attribute> {
  const nodes = curves.flatMap(({ knots }, tree) =>
    Array.from({ length: 2 * knots.length + 1 }, (_, node) => {
      const isLeaf = node % 2 === 1 || node === 2 * knots.length;
      return { tree, node, isLeaf, knot: isLeaf ? 0 : (knots[node / 2] as number) };
    }),
  );
  const leaves = curves.flatMap((curve, tree) =>
    piecesOf(curve).flatMap((piece, i) => {
      const node = Math.min(2 * i + 1, 2 * curve.knots.length);
      const told = [piece.start, piece.slope, piece.height];
      return told.map((weight, k) => ({ tree, node, target: k * curves.length + tree, weight }));
    }),
  );
  const ofNodes = (of: (node: (typeof nodes)[number]) => number): Attribute => ({ integers: nodes.map(of) });
  const ofLeaves = (of: (leaf: (typeof leaves)[number]) => number): Attribute => ({
    integers: leaves.map(of),
  });
  return {
    n_targets: { integer: 3 * curves.length },
    aggregate_function: { text: 'SUM' },
    post_transform: { text: 'NONE' },
    nodes_treeids: ofNodes(({ tree }) => tree),
    nodes_nodeids: ofNodes(({ node }) => node),
    nodes_featureids: ofNodes(({ tree, isLeaf }) => (isLeaf ? 0 : tree)),
    nodes_values: { floats: Float32Array.from(nodes, ({ knot }) => knot) },
    nodes_modes: { texts: nodes.map(({ isLeaf }) => (isLeaf ? 'LEAF' : 'BRANCH_LEQ')) },
    nodes_truenodeids: ofNodes(({ node, isLeaf }) => (isLeaf ? 0 : node + 1)),
    nodes_falsenodeids: ofNodes(({ node, isLeaf }) => (isLeaf ? 0 : node + 2)),
    target_treeids: ofLeaves(({ tree }) => tree),
    target_nodeids: ofLeaves(({ node }) => node),
    target_ids: ofLeaves(({ target }) => target),
    target_weights: { floats: Float32Array.from(leaves, ({ weight }) => weight) },
  };
}
